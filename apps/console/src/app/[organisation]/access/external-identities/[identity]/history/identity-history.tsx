'use client'

import type { ProviderId } from '@bonafide/core'
import { History } from 'lucide-react'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../../../components/badge.tsx'
import { Button } from '../../../../../../components/button.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useDialog, useFilters } from '../../../../../../components/url-state.ts'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { ChangeList } from '../../form/change-list.tsx'
import { changesBetween, draftOf } from '../../form/draft.ts'
import { namesOf } from '../../providers.ts'
import { historyParsers, historyVariables, pageSize } from './history-state.ts'
import { type IdentityVersionFragment, IdentityVersionsDocument } from './operations.generated.ts'
import { RestoreDialog } from './restore-dialog.tsx'

/** What an identity was, change by change, and the way back to each. */
export function IdentityHistory({ id }: { id: string }) {
  const { state, go } = useFilters(historyParsers)
  const { data, problem, refetch } = usePageQuery(IdentityVersionsDocument, historyVariables(id, state.after))
  const can = useCan()
  const restoring = useDialog('restore')
  const identity = data?.externalIdentity
  const edges = identity?.versions?.edges
  if (!identity || !edges) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  const provider = namesOf(identity.provider).id
  const shown = edges.slice(0, pageSize)
  const chosen = edges.find(({ node }) => String(node.version) === restoring.id)?.node
  const current = edges.find(({ node }) => node.version === identity.version)?.node
  return (
    <>
      <p className="max-w-prose text-muted">
        Each change is kept. Restoring a version makes a new one, and the tokens of workloads that are no longer trusted stop working at
        once.
      </p>
      <ol aria-label="Versions" className="flex flex-col gap-4">
        {shown.map(({ node }, index) => (
          <Version
            key={node.version}
            node={node}
            before={edges[index + 1]?.node}
            provider={provider}
            isCurrent={node.version === identity.version}
            onRestore={can('ExternalIdentities', 'update') ? () => restoring.show(String(node.version)) : undefined}
          />
        ))}
      </ol>
      <Pager
        what="versions"
        shown={shown.length}
        totalCount={identity.versions?.totalCount ?? null}
        hasNext={edges.length > pageSize}
        hasPrevious={state.after !== null}
        onNext={() => go({ after: shown.at(-1)?.cursor ?? null })}
        onPrevious={() => go({})}
      />
      <RestoreDialog
        open={restoring.open && chosen !== undefined}
        onClose={restoring.close}
        identity={identity}
        version={chosen}
        changes={chosen && current ? changesBetween(provider, draftOf(provider, current), draftOf(provider, chosen)) : undefined}
      />
    </>
  )
}

interface VersionProps {
  node: IdentityVersionFragment
  /** The version that this one changed; undefined for the first. */
  before: IdentityVersionFragment | undefined
  provider: ProviderId
  isCurrent: boolean
  onRestore: (() => void) | undefined
}

function Version({ node, before, provider, isCurrent, onRestore }: VersionProps) {
  const changes = before ? changesBetween(provider, draftOf(provider, before), draftOf(provider, node)) : []
  const turned = before && before.enabled !== node.enabled ? (node.enabled ? 'Enabled' : 'Disabled') : undefined
  const reports = before && before.reportOnly !== node.reportOnly ? (node.reportOnly ? 'Report-only' : 'Enforced') : undefined
  return (
    <li className="rounded-lg border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex flex-wrap items-center gap-2 text-base">
          <History size={16} aria-hidden className="text-muted" /> Version {node.version}
          {isCurrent && <Badge tone="accent">Now</Badge>}
        </h2>
        {!isCurrent && onRestore && node.config !== null && (
          <Button onClick={onRestore} aria-label={`Restore version ${node.version}`}>
            Restore
          </Button>
        )}
      </div>
      <p className="mt-1 text-sm text-muted">
        <Time at={node.at} /> by <bdi>{node.changedBy}</bdi>
      </p>
      <div className="mt-3 flex flex-col gap-2">
        {turned && <p className="text-sm font-medium">{turned}</p>}
        {reports && <p className="text-sm font-medium">{reports}</p>}
        {changes.length > 0 && <ChangeList changes={changes} />}
        {!before && <p className="text-sm text-muted">{node.version === 1 ? 'Created.' : 'What it changed was not kept then.'}</p>}
        {node.config === null && <p className="text-sm text-warning">What it was then would not be accepted any more.</p>}
      </div>
    </li>
  )
}
