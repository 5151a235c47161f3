import type { AccountDetailFragment } from './operations.generated.ts'

const counted = (count: number | null, one: string, many: string): string =>
  count === null ? `${many[0]?.toUpperCase()}${many.slice(1)}` : `${count} ${count === 1 ? one : many}`

/** What stops when the account does, as far as it is for the viewer to see. */
export const Impact = ({ account }: { account: AccountDetailFragment }) => (
  <ul className="list-disc pl-5">
    <li>{counted(account.activeTokenCount, 'live token stops', 'live tokens stop')} working at the next request</li>
    <li>{counted(account.externalIdentityCount, 'external identity lets', 'external identities let')} no workload in as it any more</li>
    <li>{counted(account.appCount, 'app loses', 'apps lose')} this reader</li>
  </ul>
)
