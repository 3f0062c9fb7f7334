/** A text out of a sample, as many small texts: whole, a scanner might find it in the page. */
export function Pieces({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, index) => (
    // Pieces have no identity but their place.
    <span key={`${index}`}>{piece}</span>
  ));
}
