const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const ALLOWED_TAGS = /&lt;(\/?)(i|sub|sup)&gt;/g;

/**
 * ² for 2.
 * @param {number} number
 */
export function raised(number) {
  return [...String(number)].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
}

/**
 * ₂ for 2.
 * @param {number} number
 */
export function lowered(number) {
  return [...String(number)].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
}

/**
 * λ_max with a real subscript, in places that take plain text only.
 * @param {string} text
 */
export function withSubscripts(text) {
  return text.replaceAll("_max", "ₘₐₓ").replaceAll("_min", "ₘᵢₙ");
}

/**
 * Labels may hold italics and sub- and superscripts, and nothing else.
 * @param {string} label
 */
export function labelHtml(label) {
  const plain = label.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return plain.replace(ALLOWED_TAGS, "<$1$2>");
}
