/** The person decided not to go on. Nothing went wrong, so nothing is said. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}
