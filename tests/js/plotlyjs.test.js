import assert from "node:assert/strict";

import { isSoftware } from "../../pages/ui/stage/landscape/plotlyjs.js";

Deno.test("a processor that stands in for a graphics card is known by its name", () => {
  for (const name of ["llvmpipe (LLVM 15.0.7, 256 bits)", "llvmpipe, or similar", "softpipe",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)",
    "Apple Software Renderer", "Mesa DRI Software Rasterizer"]) assert.ok(isSoftware(name), name);
});

Deno.test("graphics cards are not, nor what somebody has switched on on purpose", () => {
  for (const name of ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", "Apple M1",
    "NVIDIA GeForce RTX 3060/PCIe/SSE2", "Radeon RX 580 Series", "Adreno (TM) 640", "Mali-G78",
    "WebKit WebGL", "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)",
  ]) assert.ok(!isSoftware(name), name);
});
