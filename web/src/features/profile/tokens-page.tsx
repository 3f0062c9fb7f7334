import { TokenList } from '../tokens/token-list.tsx';

/** The tokens by which programs act for a member of staff. */
export const TokensPage = () => <TokenList companyId={null} />;
