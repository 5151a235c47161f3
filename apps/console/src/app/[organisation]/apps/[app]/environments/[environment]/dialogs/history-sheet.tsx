'use client'

import { useQuery } from '@apollo/client/react'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { problemOf } from '../../../../../../../apollo/problem.ts'
import { useChange } from '../../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../../components/dialog.tsx'
import { IconButton } from '../../../../../../../components/icon-button.tsx'
import { ErrorState } from '../../../../../../../components/states.tsx'
import { Time } from '../../../../../../../components/time.tsx'
import { useToast } from '../../../../../../../components/toast.tsx'
import { useCanInApps } from '../../../../../../../frame/viewer.tsx'
import { useEditor } from '../editor-context.tsx'
import { bytes, type Entry } from '../entry.ts'
import { RestoreSecretVersionDocument, SecretHistoryDocument, type SecretHistoryQuery } from '../operations.generated.ts'
import { useRevealed } from '../values/use-revealed.ts'
import { useSecretValues } from '../values/values-context.tsx'

interface HistorySheetProps {
  entry: Entry | undefined
  onClose: () => void
}

/** The versions of a secret. Old values are shown one by one, and each look is recorded. */
export const HistorySheet = ({ entry, onClose }: HistorySheetProps) => (
  <Dialog open={entry !== undefined} onClose={onClose} kind="sheet" title={`History of ${entry?.key ?? ''}`}>
    {entry && <Versions key={entry.id} entry={entry} />}
  </Dialog>
)

type Version = NonNullable<SecretHistoryQuery['secretHistory']>['edges'][number]['node']

function Versions({ entry }: { entry: Entry }) {
  const [after, setAfter] = useState<string | null>(null)
  const { data, previousData, error, refetch } = useQuery(SecretHistoryDocument, {
    variables: { secretId: entry.id, after },
    fetchPolicy: 'cache-and-network',
  })
  const page = (data ?? previousData)?.secretHistory
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  if (!page) return <p role="status">Loading …</p>
  return (
    <>
      <ol className="flex flex-col divide-y divide-line">
        {page.edges.map(({ node }) => (
          <VersionLine key={node.version} version={node} entry={entry} onRestored={() => void refetch()} />
        ))}
      </ol>
      <div className="mt-3 flex gap-2">
        {after !== null && <Button onClick={() => setAfter(null)}>Newest</Button>}
        {page.pageInfo.hasNextPage && <Button onClick={() => setAfter(page.pageInfo.endCursor)}>Older</Button>}
      </div>
    </>
  )
}

const words = { CREATE: 'created', UPDATE: 'changed', DELETE: 'deleted' }

function VersionLine({ version, entry, onRestored }: { version: Version; entry: Entry; onRestored: () => void }) {
  const { wasWritten } = useEditor()
  const { revealVersion } = useSecretValues()
  const { shown, show, hide } = useRevealed<string>()
  const { send, busy } = useChange(RestoreSecretVersionDocument)
  const mayRestore = useCanInApps()('Secrets', 'update')
  const toast = useToast()
  const sealed = entry.type === 'SEALED'
  const toggle = async () => {
    if (shown !== undefined) return hide()
    const outcome = await revealVersion(entry.id, version.version)
    if (outcome.ok) show(outcome.value)
    else toast.failure('The value was not revealed', outcome.message)
  }
  const restore = async () => {
    const outcome = await send({ input: { secretId: entry.id, version: version.version } })
    if (!outcome.ok) return
    toast.success(`${entry.key} has the value of version ${version.version} again`)
    wasWritten()
    onRestored()
  }
  return (
    <li className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 break-words">
          <span className="font-medium">Version {version.version}</span> {words[version.event]} by {version.actorName}{' '}
          <span className="text-muted">
            <Time at={version.createdAt} />
          </span>
        </p>
        {!sealed && (
          <div className="flex items-center gap-1">
            <IconButton
              label={shown === undefined ? `Reveal version ${version.version}` : `Hide version ${version.version}`}
              icon={shown === undefined ? <Eye size={16} aria-hidden /> : <EyeOff size={16} aria-hidden />}
              onClick={() => void toggle()}
            />
            {mayRestore && version.version !== entry.version && (
              <Button busy={busy} busyLabel="Restoring …" aria-label={`Restore version ${version.version}`} onClick={() => void restore()}>
                Restore
              </Button>
            )}
          </div>
        )}
      </div>
      {shown === undefined ? (
        <p className="text-sm text-muted">
          <span aria-hidden>••••••••</span> {bytes(version.valueLength)}
        </p>
      ) : (
        <pre className="rounded bg-hover px-2 py-1 font-mono text-sm break-all whitespace-pre-wrap">{shown === '' ? '(empty)' : shown}</pre>
      )}
    </li>
  )
}
