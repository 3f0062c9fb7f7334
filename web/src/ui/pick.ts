/** One parameter of the address bar, if it has one of the allowed values; else nothing. */
export function pick<const K extends string, T extends string | number>(
  name: K,
  allowed: readonly T[],
  search: Record<string, unknown>,
): { [P in K]?: T } {
  const value = allowed.find((one) => String(one) === String(search[name]));
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: T });
}
