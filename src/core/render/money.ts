/** An exact decimal number: `units` / 10 ** `digits`. Sums of prices in floating point show 0.30000000000000004. */
export interface Decimal {
  readonly units: bigint;
  readonly digits: number;
}

const mostDigits = 10;

export const zero: Decimal = { units: 0n, digits: 0 };

/** The number as it was written; `null` where it is no amount that could be written with 10 decimals. */
export const ofNumber = (value: number): Decimal | null => {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  for (let digits = 0; digits <= mostDigits; digits += 1) {
    const written = value.toFixed(digits);
    if (Number(written) === value) return { units: BigInt(written.replace('.', '')), digits };
  }
  return null;
};

export const add = (one: Decimal, other: Decimal): Decimal => {
  const digits = Math.max(one.digits, other.digits);
  return { units: unitsAt(one, digits) + unitsAt(other, digits), digits };
};

export const times = (one: Decimal, other: Decimal): Decimal => ({
  units: one.units * other.units,
  digits: one.digits + other.digits,
});

/** With as many decimals as the currency has, and more where they are needed: `30.00 USD`, `500 JPY`. */
export const show = (amount: Decimal, currency: string): string => {
  const least = minorDigits(currency);
  const digits = Math.max(amount.digits, least);
  const units = unitsAt(amount, digits);
  const sign = units < 0n ? '-' : '';
  const written = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const decimals = written
    .slice(written.length - digits)
    .replace(/0+$/, '')
    .padEnd(least, '0');
  const whole = written.slice(0, written.length - digits);
  return `${sign}${whole}${decimals === '' ? '' : `.${decimals}`} ${currency}`.trimEnd();
};

const unitsAt = ({ units, digits }: Decimal, wanted: number): bigint =>
  units * 10n ** BigInt(wanted - digits);

/** ISO 4217 (https://www.six-group.com/en/products-services/financial-information/data-standards.html): the currencies that have other than 2 decimals. */
const withoutDecimals = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
);
const withThree = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

const minorDigits = (currency: string): number => {
  const code = currency.toUpperCase();
  if (withoutDecimals.has(code)) return 0;
  return withThree.has(code) ? 3 : 2;
};
