import { useSignedIn } from '../../api/me.ts';
import { TokenList } from '../tokens/token-list.tsx';

/** The tokens by which programs act for the company's administrators. */
export function TokensPage() {
  const { company } = useSignedIn();
  return company === null ? null : <TokenList companyId={company.id} />;
}
