// Amounts as people in Peru write them, counted in whole céntimos. The server counts again and its word is final.

const AMOUNT = /^\d+(\.\d{1,2})?$/;
const QUANTITY = /^\d+(\.\d{1,2})?$/;

const GROUPED = /^\d{1,3}(,\d{3})+(\.|$)/;

// A comma counts only between thousands: "1,50" could mean two amounts, so it means none.
function digits(text) {
  const bare = text.replace(/^\s*S\/\.?/i, "").replace(/\s/g, "");
  return GROUPED.test(bare) ? bare.replaceAll(",", "") : bare;
}

function scaled(text, places) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

// "S/ 1,234.5" -> 123450n; null when it is not an amount.
export function parseCents(text) {
  const plain = digits(text);
  return AMOUNT.test(plain) ? scaled(plain, 2) : null;
}

// "2.5" -> 250n hundredths; null when it is not a quantity.
export function parseHundredths(text) {
  const plain = digits(text);
  return QUANTITY.test(plain) ? scaled(plain, 2) : null;
}

// Hundredths times céntimos, half a céntimo rounded up: as kernel/quantities.py does.
export function multiply(hundredths, cents) {
  return (hundredths * cents + 50n) / 100n;
}

// 123450n -> "S/ 1,234.50"
export function formatCents(cents) {
  const text = cents.toString().padStart(3, "0");
  const soles = text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `S/ ${soles}.${text.slice(-2)}`;
}
