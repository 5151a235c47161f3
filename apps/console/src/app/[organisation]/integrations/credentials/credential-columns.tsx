import { Badge } from '../../../../components/badge.tsx'
import type { Column } from '../../../../components/data-table.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { CredentialActions } from './credential-actions.tsx'
import { accountOfArn } from './form/draft.ts'
import type { CredentialOrderField, CredentialRowFragment, CredentialsQuery } from './operations.generated.ts'
import { Protection } from './protection.tsx'

interface Surroundings {
  kinds: CredentialsQuery['credentialKinds']
  path: (path: string) => string
  onDelete: (id: string) => void
}

const unknown = <span className="text-muted">–</span>

export const columnsOf = ({ kinds, path, onDelete }: Surroundings): Column<CredentialRowFragment, CredentialOrderField>[] => [
  {
    id: 'name',
    header: 'Name',
    sortField: 'NAME',
    cell: ({ id, name, roleArn, simulated }) => (
      <div className="min-w-0">
        <Link className="inline-block min-h-6 font-medium break-words hover:underline" href={path(`/integrations/credentials/${id}`)}>
          {name}
        </Link>
        {simulated && (
          <>
            {' '}
            <Badge tone="info">Simulated</Badge>
          </>
        )}
        {roleArn && <span className="block max-w-72 font-mono text-xs break-all text-muted">{roleArn.split(':').at(-1)}</span>}
      </div>
    ),
  },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => <Badge>{kinds.find(({ id }) => id === kind)?.name ?? kind}</Badge> },
  {
    id: 'account',
    header: 'Account',
    cell: ({ account, roleArn }) => {
      const known = account ?? accountOfArn(roleArn ?? '')
      return known ? <span className="font-mono">{known}</span> : unknown
    },
  },
  { id: 'region', header: 'Region', cell: ({ region }) => <span className="whitespace-nowrap">{region}</span> },
  {
    id: 'key',
    header: 'Access key',
    cell: ({ accessKeyIdLastFour }) => (accessKeyIdLastFour ? <LastFour text={accessKeyIdLastFour} /> : unknown),
  },
  {
    id: 'syncs',
    header: 'Used by',
    cell: ({ syncCount }) =>
      syncCount === null ? unknown : <span className="whitespace-nowrap">{syncCount === 1 ? '1 sync' : `${syncCount} syncs`}</span>,
  },
  {
    id: 'checked',
    header: 'Last check',
    cell: ({ checkedAt }) => (checkedAt ? <Time at={checkedAt} /> : <span className="text-muted">never</span>),
  },
  { id: 'protected', header: 'Protected', cell: (credential) => <Protection credential={credential} /> },
  {
    id: 'actions',
    header: 'Actions',
    hideHeader: true,
    align: 'right',
    cell: (credential) => <CredentialActions credential={credential} onDelete={() => onDelete(credential.id)} />,
  },
]

/** All that is ever told of an access key id. */
const LastFour = ({ text }: { text: string }) => (
  <span className="font-mono whitespace-nowrap">
    <span aria-hidden>••••</span>
    <span className="sr-only">ends in </span>
    {text}
  </span>
)
