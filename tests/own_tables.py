"""Tables as readers bring them, whose units and offsets are far from 1."""

from typing import Final

OWN_TABLES: Final = {
    "hours": "hours,label\n1,0\n2,0\n3,1\n4,0\n5,1\n6,1\n7,1\n",
    "years": "year,failed\n1999,0\n2003,0\n2004,1\n2005,0\n2010,1\n2015,1\n2012,0\n",
    "salary": "age,salary,bought\n19,19000,0\n35,20000,0\n26,43000,0\n27,57000,0\n32,150000,1\n"
    "25,33000,0\n46,28000,1\n48,29000,1\n39,71000,0\n37,79000,1\n52,90000,1\n58,65000,1\n"
    "36,126000,0\n30,87000,0\n59,42000,0\n60,108000,1\n",
    "kelvin": "temperature,failed\n284.8,1\n287.0,1\n290.4,1\n292.0,0\n292.6,0\n294.3,1\n294.8,0\n"
    "297.0,0\n297.0,1\n299.3,0\n300.4,0\n",
    "heights": "height,label\n150,0\n160,0\n170,1\n180,1\n",
    "prices": "price,sold\n310000,0\n335000,1\n352000,0\n353000,1\n410000,0\n480000,1\n",
    "income": "income,loan,repaid\n42000,180000,0\n55000,210000,0\n61000,240000,0\n"
    "88000,200000,1\n95000,170000,1\n120000,230000,1\n",
    "touching": "x,label\n-1,0\n0,0\n0,1\n1,1\n",
    "millionths": "x,label\n0.000001,0\n0.000002,1\n0.000003,0\n0.000004,1\n",
}
"""Each by a short name, as text for `read_table`."""
