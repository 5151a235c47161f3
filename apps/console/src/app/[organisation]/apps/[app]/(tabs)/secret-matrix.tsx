'use client'

import { useQuery } from '@apollo/client/react'
import { Copy } from 'lucide-react'
import { useMemo, useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { CheckField } from '../../../../../components/check-field.tsx'
import { type Column, DataTable } from '../../../../../components/data-table.tsx'
import { SearchField } from '../../../../../components/filters.tsx'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Pager } from '../../../../../components/pager.tsx'
import { TableSkeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../../components/states.tsx'
import { useFilters } from '../../../../../components/url-state.ts'
import { useCanInApps } from '../../../../../frame/viewer.tsx'
import { useApp } from '../app-gate.tsx'
import { folderAddress } from '../folder-address.ts'
import { CopyToDialog } from './copy-to-dialog.tsx'
import { MatrixCell } from './matrix-cell.tsx'
import { matrixParsers, matrixVariables } from './matrix-state.ts'
import { type MatrixRowFragment, SecretMatrixDocument } from './operations.generated.ts'

/** Key by environment: set, missing, or the same as another. Equality is judged on the server; no value is sent. */
export function SecretMatrix() {
  const { id, environments, path } = useApp()
  const { state, set, go, clear } = useFilters(matrixParsers)
  const { data, previousData, error, loading, refetch } = useQuery(SecretMatrixDocument, {
    variables: matrixVariables(id, state),
    errorPolicy: 'all',
  })
  const [copied, setCopied] = useState<MatrixRowFragment>()
  const mayCopy = useCanInApps()('Secrets', 'create')
  const columns = useMemo<Column<MatrixRowFragment>[]>(
    () => [
      { id: 'key', header: 'Key', cell: (row) => <KeyName row={row} /> },
      ...environments.map(
        (environment, index): Column<MatrixRowFragment> => ({
          id: environment.id,
          header: environment.name,
          cell: (row) => (
            <MatrixCell
              cell={row.cells[index]}
              environments={environments}
              href={folderAddress(path(`/environments/${environment.id}`), row.path)}
            />
          ),
        }),
      ),
      {
        id: 'actions',
        header: 'Actions',
        hideHeader: true,
        align: 'right',
        hidden: !mayCopy || environments.length < 2,
        cell: (row) => <IconButton label={`Copy ${row.key} to …`} icon={<Copy size={16} aria-hidden />} onClick={() => setCopied(row)} />,
      },
    ],
    [environments, path, mayCopy],
  )
  const problem = error && problemOf(error)
  const connection = (data ?? previousData)?.app?.secretMatrix
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const filtered = state.q !== '' || state.path !== null || state.differences
  return (
    <div className="flex flex-col gap-4">
      <search className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchField label="Search keys" value={state.q} onChange={(q) => set({ q })} />
        <TextInput
          aria-label="Folder"
          placeholder="Every folder"
          className="sm:w-48"
          defaultValue={state.path ?? ''}
          key={state.path}
          maxLength={1024}
          onBlur={(event) => event.target.value !== (state.path ?? '') && set({ path: event.target.value || null })}
          onKeyDown={(event) => event.key === 'Enter' && set({ path: event.currentTarget.value || null })}
        />
        <CheckField label="Only differences" checked={state.differences} onChange={(differences) => set({ differences })} />
      </search>
      {problem?.code === 'forbidden' && <NoPermission what="secrets" permission="Secrets: read (in apps)" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {!connection && loading && <TableSkeleton />}
      {connection && rows.length === 0 && filtered && <FilteredEmpty what="keys" onClear={clear} />}
      {connection && rows.length === 0 && !filtered && <NoSecrets />}
      {connection && rows.length > 0 && (
        <>
          <div className="overflow-x-auto">
            <DataTable caption="Keys by environment" columns={columns} rows={rows} stale={loading} />
          </div>
          <Pager
            what="keys"
            shown={rows.length}
            totalCount={connection.totalCount ?? null}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={state.after !== null}
            onNext={() => go({ after: connection.pageInfo.endCursor })}
            onPrevious={() => go({})}
          />
        </>
      )}
      <CopyToDialog row={copied} onClose={() => setCopied(undefined)} />
    </div>
  )
}

const KeyName = ({ row }: { row: MatrixRowFragment }) => (
  <span className="flex min-w-0 flex-col">
    <code className="font-mono break-all">{row.key}</code>
    {row.path !== '/' && <span className="text-xs break-all text-muted">{row.path}</span>}
  </span>
)

function NoSecrets() {
  const { environments, path } = useApp()
  const [first] = environments
  return (
    <p className="max-w-prose text-muted">
      No environment has a secret yet.{' '}
      {first && (
        <>
          <Link className="link" href={path(`/environments/${first.id}`)}>
            Open {first.name}
          </Link>{' '}
          to add one, or drop a .env file there.
        </>
      )}
    </p>
  )
}
