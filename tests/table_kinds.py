"""Tables as people bring them, one of each kind, and what they are to be taken for."""

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """The bytes of a file; the features, the label, and the rows (features…, class) meant."""

    table: str | bytes
    features: tuple[str, ...]
    label: str
    rows: list[list[float]]

    @property
    def data(self) -> bytes:
        return self.table if isinstance(self.table, bytes) else self.table.encode()


def kind(table: str | bytes, features: str, label: str, *rows: tuple[float, ...]) -> Kind:
    return Kind(table, tuple(features.split("|")), label, [list(row) for row in rows])


_PLAIN = (1.5, 0), (2.5, 1)
_FLOWERS = (
    "5.1,3.5,1.4,0.2,setosa\n4.9,3.0,1.4,0.2,setosa\n7.0,3.2,4.7,1.4,versicolor\n"
    "6.4,3.2,4.5,1.5,versicolor\n6.3,3.3,6.0,2.5,virginica\n5.8,2.7,5.1,1.9,virginica\n"
)
_THIRTY = "\n".join(
    ",".join([str(842 + 61 * k), "MB"[k % 2], *(f"{j + k / 8}" for j in range(30))])
    for k in range(6)
)

KINDS: Final = {
    "strict": kind("x,y\n1.5,0\n2.5,1\n", "x", "y", *_PLAIN),
    "no header": kind("1.5,0\n2.5,1\n", "column 1", "column 2", *_PLAIN),
    "no header, one line break short": kind("1.5,0\n2.5,1", "column 1", "column 2", *_PLAIN),
    "no header, flowers": kind(
        _FLOWERS,
        "column 1|column 2",
        "column 5: virginica",
        (5.1, 3.5, 0),
        (4.9, 3.0, 0),
        (7.0, 3.2, 0),
        (6.4, 3.2, 0),
        (6.3, 3.3, 1),
        (5.8, 2.7, 1),
    ),
    "no header, two flowers": kind(
        "\n".join(_FLOWERS.splitlines()[:4]),
        "column 1|column 2",
        "column 5: versicolor",
        (5.1, 3.5, 0),
        (4.9, 3.0, 0),
        (7.0, 3.2, 1),
        (6.4, 3.2, 1),
    ),
    "no header, counted rows": kind(
        "0,1.5,4,0\n1,2.5,5,1\n2,3.5,7,1\n",
        "column 2|column 3",
        "column 4",
        (1.5, 4, 0),
        (2.5, 5, 1),
        (3.5, 7, 1),
    ),
    "no header, ids and thirty columns": kind(
        _THIRTY,
        "column 1|column 3",
        "column 2: M",
        *((842 + 61 * k, k / 8, k % 2 == 0) for k in range(6)),
    ),
    "index without a name": kind(",x,y\n0,1.5,0\n1,2.5,1\n", "x", "y", *_PLAIN),
    "index that begins anywhere": kind(",x,y\n17,1.5,0\n4,2.5,1\n", "x", "y", *_PLAIN),
    "index with a name": kind("id,x,y\n7,1.5,0\n9,2.5,1\n", "x", "y", *_PLAIN),
    "ids of passengers": kind(
        'PassengerId,Survived,Name,Age\n1,0,"Ray, Mr. A",22\n2,1,"Lee, Mrs. B",38\n3,1,X,26\n',
        "Age",
        "Survived",
        (22, 0),
        (38, 1),
        (26, 1),
    ),
    "numbered columns": kind(
        ",0,1,2\n0,1.5,4,0\n1,2.5,5,1\n",
        "column 0|column 1",
        "column 2",
        (1.5, 4, 0),
        (2.5, 5, 1),
    ),
    "R with quotation marks": kind('"","x","y"\n"1",1.5,0\n"2",2.5,1\n', "x", "y", *_PLAIN),
    "R, header one name short": kind('"x" "y"\n"1" 1.5 0\n"2" 2.5 1\n', "x", "y", *_PLAIN),
    "R, names of cars": kind(
        "mpg\tam\nMazda RX4\t21\t1\nHornet 4\t21.4\t0\n", "mpg", "am", (21, 1), (21.4, 0)
    ),
    "five columns": kind(
        "a,b,c,d,y\n1.5,2,3,4,0\n2.5,3,4,5,1\n", "a|b", "y", (1.5, 2, 0), (2.5, 3, 1)
    ),
    "semicolons": kind("x;y\n1.5;0\n2.5;1\n", "x", "y", *_PLAIN),
    "semicolons and decimal commas": kind("x;y\n1,5;0\n2,5;1\n", "x", "y", *_PLAIN),
    "tabs": kind("x\ty\n1.5\t0\n2.5\t1\n", "x", "y", *_PLAIN),
    "tabs and decimal commas": kind("x\ty\n1,5\t0\n2,5\t1\n", "x", "y", *_PLAIN),
    "tabs that align": kind("x\t\ty\n1.5\t0\n2.5\t\t1\n", "x", "y", *_PLAIN),
    "an empty column": kind("x,,y\n1.5,,0\n2.5,,1\n", "x", "y", *_PLAIN),
    "spaces": kind("x y\n1.5 0\n2.5 1\n", "x", "y", *_PLAIN),
    "spaces that align": kind("   x   y\n 1.5   0\n 2.5   1\n", "x", "y", *_PLAIN),
    "spaces and decimal commas": kind("1,5 0\n2,5 1\n", "column 1", "column 2", *_PLAIN),
    "as savetxt writes": kind(
        "1.500000000000000000e+00 0.000000000000000000e+00\n"
        "2.500000000000000000e+00 1.000000000000000000e+00\n",
        "column 1",
        "column 2",
        *_PLAIN,
    ),
    "savetxt with a header": kind("# x,y\n1.5e+00,0\n2.5e+00,1\n", "x", "y", *_PLAIN),
    "vertical bars": kind("x|y\n1.5|0\n2.5|1\n", "x", "y", *_PLAIN),
    "commas and spaces": kind("x, y\n1.5, 0\n2.5, 1\n", "x", "y", *_PLAIN),
    "commas, spaces, marks": kind('"x, all", "y"\n1.5, "0"\n2.5, "1"\n', "x, all", "y", *_PLAIN),
    "single quotation marks": kind("'x','y'\n'1.5','0'\n'2.5','1'\n", "x", "y", *_PLAIN),
    "curly quotation marks": kind("“x”,“y”\n“1.5”,“0”\n“2.5”,“1”\n", "x", "y", *_PLAIN),
    "yes and no": kind("x,y\n1.5,No\n2.5,Yes\n", "x", "y", *_PLAIN),
    "yes and no in any case": kind(
        "x,y\n1.5,no\n2.5,YES\n3,No\n4,yes\n", "x", "y", *_PLAIN, (3, 0), (4, 1)
    ),
    "ja und nein": kind("x;y\n1,5;nein\n2,5;ja\n", "x", "y: ja", *_PLAIN),
    "true and false": kind("x,y\n1.5,False\n2.5,True\n", "x", "y", *_PLAIN),
    "-1 and 1": kind("x,y\n1.5,-1\n2.5,1\n", "x", "y", *_PLAIN),
    "-1.0 and +1.0": kind("x,y\n1.5,-1.0\n2.5,+1.0\n", "x", "y", *_PLAIN),
    "1 and 2": kind("x,y\n1.5,1\n2.5,2\n", "x", "y: 2", *_PLAIN),
    "1.0 and 0": kind("x,y\n1.5,0\n2.5,1.0\n", "x", "y", *_PLAIN),
    "plus and minus": kind("x,y\n1.5,-\n2.5,+\n", "x", "y: +", *_PLAIN),
    "benign and malignant": kind("x,y\n1.5,B\n2.5,M\n", "x", "y: M", *_PLAIN),
    "sold and unsold": kind("x,y\n1.5,unsold\n2.5,sold\n", "x", "y: sold", *_PLAIN),
    "three numbers as classes": kind(
        "class,x\n1,1.5\n1,2\n2,2.5\n2,3\n3,3.5\n3,4\n",
        "x",
        "class: 3",
        (1.5, 0),
        (2, 0),
        (2.5, 0),
        (3, 0),
        (3.5, 1),
        (4, 1),
    ),
    "label first": kind(
        "species,x\nsetosa,1.5\nversicolor,2.5\n", "x", "species: versicolor", *_PLAIN
    ),
    "label in the middle": kind(
        "x,diagnosis,z\n1.5,B,7\n2.5,M,8\n3.5,B,9\n",
        "x|z",
        "diagnosis: M",
        (1.5, 7, 0),
        (2.5, 8, 1),
        (3.5, 9, 0),
    ),
    "names of the rows": kind("name,x,y\nAnn,1.5,0\nBob,2.5,1\n", "x", "y", *_PLAIN),
    "a byte order mark": kind(b"\xef\xbb\xbfx,y\r\n1.5,0\r\n2.5,1\r\n", "x", "y", *_PLAIN),
    "UTF-16 of Excel": kind("x\ty\r\n1.5\t0\r\n2.5\t1\r\n".encode("utf-16"), "x", "y", *_PLAIN),
    "UTF-16, big end first": kind(
        "\ufeffx,y\n1.5,0\n2.5,1\n".encode("utf-16-be"), "x", "y", *_PLAIN
    ),
    "UTF-16 without a mark": kind("x,y\n1.5,0\n2.5,1\n".encode("utf-16-le"), "x", "y", *_PLAIN),
    "Windows-1252": kind(
        "Größe;Käufer\n1,5;0\n2,5;1\n".encode("cp1252"), "Größe", "Käufer", *_PLAIN
    ),
    "CR only": kind("x,y\r1.5,0\r2.5,1\r", "x", "y", *_PLAIN),
    "empty rows": kind("\n\nx,y\n\n1.5,0\n \n2.5,1\n,\n,\n", "x", "y", *_PLAIN),
    "separators at the end": kind("x,y,,\n1.5,0,,\n2.5,1,,\n", "x", "y", *_PLAIN),
    "separators at the end of rows": kind("x,y\n1.5,0,\n2.5,1,\n", "x", "y", *_PLAIN),
    "sep=;": kind("sep=;\r\nx;y\r\n1,5;0\r\n2,5;1\r\n", "x", "y", *_PLAIN),
    "sep=|": kind("sep=|\nx|y\n1.5|0\n2.5|1\n", "x", "y", *_PLAIN),
    "header behind #": kind("# of last week\n# x,y\n1.5,0\n2.5,1\n", "x", "y", *_PLAIN),
    "header over two lines": kind('"body\nmass",y\n1.5,0\n2.5,1\n', "body mass", "y", *_PLAIN),
    "salaries with thousands": kind(
        'salary,y\n"150,000.00",0\n"85,500.50",1\n', "salary", "y", (150_000, 0), (85_500.5, 1)
    ),
    "a salary of millions tells": kind(
        'salary,y\n"150,000",0\n"1,250,000",1\n', "salary", "y", (150_000, 0), (1_250_000, 1)
    ),
    "salaries with points": kind(
        "Gehalt;y\n150.000,00;0\n85.500,50;1\n", "Gehalt", "y", (150_000, 0), (85_500.5, 1)
    ),
    "salaries with spaces": kind(
        "salaire;y\n150\u00a0000;0\n85\u202f500;1\n", "salaire", "y", (150_000, 0), (85_500, 1)
    ),
    "salaries with apostrophes": kind(
        "Lohn,y\n150'000,0\n85’500.50,1\n", "Lohn", "y", (150_000, 0), (85_500.5, 1)
    ),
    "plain salaries": kind(
        "salary,y\n150000,0\n85500,1\n", "salary", "y", (150_000, 0), (85_500, 1)
    ),
    "a minus sign of typesetting": kind("x,y\n−1.5,0\n–2.5,1\n", "x", "y", (-1.5, 0), (-2.5, 1)),
    "marks that are not seen": kind("x,y\n\u200e1.5,0\n\ufeff2.5,1\n", "x", "y", *_PLAIN),
    "missing values": kind(
        "a,b,y\n1.5,NA,0\n1.5,4,0\n?,4,1\n2.5,5,1\n3,,0\n3,6,\nnan,7,1\n-,7,1\n#N/A,7,1\n",
        "a|b",
        "y",
        (1.5, 4, 0),
        (2.5, 5, 1),
    ),
    "a missing value that nobody needs": kind(
        "a,b,c,y\n1.5,4,,0\n2.5,5,?,1\n", "a|b", "y", (1.5, 4, 0), (2.5, 5, 1)
    ),
    "telephone numbers": kind(
        "phone,x,y\n4915112345678,1.5,0\n4915187654321,2.5,1\n", "x", "y", *_PLAIN
    ),
    "dates": kind("day,x,y\n2024-01-05,1.5,0\n2024-01-06,2.5,1\n", "x", "y", *_PLAIN),
    "prices with a sign": kind("price,x,y\n$3,1.5,0\n$4,2.5,1\n", "x", "y", *_PLAIN),
    "a long question as a name": kind(
        f"{'How old are you? ' * 6},y\n1.5,0\n2.5,1\n",
        ("How old are you? " * 6)[:79] + "…",
        "y",
        *_PLAIN,
    ),
    "a formula as a name": kind("'=1+1,y\n1.5,0\n2.5,1\n", "=1+1", "y", *_PLAIN),
    "sodium is a name": kind(
        "Id,RI,Na,Type\n1,1.5,13,1\n2,2.5,14,2\n3,1.6,13,1\n4,1.7,12,2\n5,1.8,11,7\n6,1.9,10,7\n",
        "RI|Na",
        "Type: 7",
        (1.5, 13, 0),
        (2.5, 14, 0),
        (1.6, 13, 0),
        (1.7, 12, 0),
        (1.8, 11, 1),
        (1.9, 10, 1),
    ),
    "scientific": kind("x,y\n1.5E0,0\n25e-1,1\n", "x", "y", *_PLAIN),
    "points without a nought": kind("x,y\n.5,0\n5.,1\n", "x", "y", (0.5, 0), (5, 1)),
}

REFUSED: Final[dict[str, tuple[str | bytes, str]]] = {
    "nothing": ("", "Line 1: the table is empty."),
    "a header alone": ("x,y\n", "Line 2: there is no data below the header."),
    "one column": ("x\n1\n2\n", "Line 2: there is one column; a feature"),
    "a merge conflict": ("x,y\n<<<<<<< HEAD\n1,0\n=======\n2,1\n", "Line 2: “<<<<<<< HEAD” has 1"),
    "a word among numbers": ("x,y\n1,0\nlong,1\n3,1\n", "Line 3: “long” in column “x” is not a"),
    "infinity": ("x,y\n1,0\n-inf,1\n3,1\n", "Line 3: “-inf” in column “x” is not finite"),
    "too large": ("x,y\n1,0\n1e10,1\n3,1\n", "Line 3: “1e10” in column “x” is too large"),
    "thousands or decimals": (
        'salary,y\n"150,000",0\n"85,500",1\n',
        "Line 2: “150,000” in column “salary” may mean 150000 or 150",
    ),
    "thousands or decimals, semicolons": (
        "x;y\n950;0\n1.200;1\n",
        "Line 3: “1.200” in column “x” may mean 1200 or 1.2",
    ),
    "thousands or decimals, commas": (
        "x,y\n950,0\n,1\n1.200,1\n",
        "Line 4: “1.200” in column “x” may mean 1200 or 1.2",
    ),
    "both decimal signs": (
        "x;z;y\n1,5;2;0\n3;2.5;1\n",
        "Line 3: “2.5” in column “z” has a decimal",
    ),
    "thousands that a comma cuts": ("150,000,1\n85,500,0\n", "Line 1: “150,000” may be one number"),
    "thousands under a header": (
        "salary,y\n150,000,1\n85,500,0\n",
        "Line 2: “150 | 000 | 1” has 3",
    ),
    "decimals that a comma cuts": ("x,y\n1,5,0\n2,5,1\n3,5,1\n", "Line 2: “1 | 5 | 0” has 3 cells"),
    "a name too few": ("x,z\n1,2.5,0\n2,3.5,1\n", "Line 2: “1 | 2.5 | 0” has 3 cells, but the"),
    "names of rows without one": ("x,y\nAnn,1.5,0\nBob,2.5,1\n", "Line 2: “Ann | 1.5 | 0” has 3"),
    "a row too long": ("x,y\n1,0\n2,3,1\n", "Line 3: “2 | 3 | 1” has 3 cells, but the header has"),
    "a row too short": ("a,b,y\n1,2,0\n1,1\n", "Line 3: “1 | 1” has 2 cells, but the header has 3"),
    "a name twice": ("x,x,y\n1,2,0\n2,3,1\n", "Line 1: the column name “x” occurs twice"),
    "one class": ("x,y\n1,1\n2,1\n", "Line 3: every label down to here is 1, but two classes"),
    "one class, in words": ("x,y\n1,yes\n2,yes\n", "Line 3: every label down to here is yes"),
    "one class is left": ("x,y\n1,0\nNA,1\n2,0\n", "Line 4: both classes must occur in rows in"),
    "a third label": ("x,y\n1,0\n2,1\n3,2\n", "Line 4: the label “2” is one of 3 in column “y”"),
    "a slip among the labels": (
        "x,y\n1,0\n2,1\n3,0\n4,1\n5,11\n6,0\n7,1\n",
        "Line 6: the label “11” occurs once",
    ),
    "no label": ("x,y\n1,0.5\n2,1.5\n3,2.5\n", "Line 4: the label “2.5” is one of 3"),
    "no numbers": ("x,y\na,0\nb,1\n", "Line 2: “a” in column “x” is not a number"),
    "prices alone": ("x,y\n$1,0\n$2,1\n", "Line 2: “$1” in column “x” is not a number"),
    "a header of numbers": ("0,1,2\n1.5,4,0\n2.5,5,1\n", "Line 1: “0 | 1 | 2” may be names or"),
    "years as names": ("2019,2020,y\n1,2,0\n2,3,1\n", "Line 1: “y” is a name and “2019” a number"),
    "a slip in the first row": ("1O.5,3,0\n2,4,1\n3,4,1\n", "Line 1: “1O.5” is a name and “3” a"),
    "marks that do not match": ('x,y\n1,0\n"2,1\n3,0\n', "Line 3: the quotation marks do not"),
    "a workbook": (b"PK\x03\x04\x14\x00", "Line 1: this is a packed file, such as an Excel"),
    "a PDF": (b"%PDF-1.7\n", "Line 1: this is a PDF file"),
    "UTF-32": ("x,y\n1,0\n2,1\n".encode("utf-32"), "Line 1: this is UTF-32"),
    "a NUL": (b"x,y\n1,0\n2\0,1\n", "Line 3: there is a NUL byte"),
    "sep= of something else": (
        "sep=:\nx:y\n1:0\n2:1\n",
        "Line 1: the separator “:” is not possible",
    ),
    "a web page": ("<!DOCTYPE html>\n<html lang=en>\n<p>Not found\n", "Line "),
    "JSON": ('[{"x": 1, "y": 0},\n {"x": 2, "y": 1}]\n', "Line "),
    "libsvm": ("1 1:0.5 2:3\n-1 1:0.7 2:4\n", "Line 1: “1:0.5” is a pair of"),
}
