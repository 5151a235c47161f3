'use client'

import { ArrowRight, Check, CircleX, Equal, OctagonX, RefreshCw, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '../../../../../../components/badge.tsx'
import { IdText } from '../../../../../../components/copy.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { FailureNote } from '../../failure-note.tsx'
import { kilobytes } from '../../plan/sentences.ts'
import { statementFor } from '../../policy-statement.ts'
import { useSync } from '../sync-context.tsx'
import type { SyncRunEntryFragment, SyncRunOutcome } from './operations.generated.ts'
import { RunKeys } from './run-keys.tsx'
import { countWords, durationWords, outcomeWords, reasonWords } from './run-words.ts'

const looks: Record<SyncRunOutcome, { tone: Tone; icon: ReactNode }> = {
  RUNNING: { tone: 'info', icon: <RefreshCw size={12} aria-hidden className="animate-spin" /> },
  WRITTEN: { tone: 'success', icon: <Check size={12} aria-hidden /> },
  UNCHANGED: { tone: 'neutral', icon: <Equal size={12} aria-hidden /> },
  FAILED: { tone: 'danger', icon: <CircleX size={12} aria-hidden /> },
  STOPPED: { tone: 'warning', icon: <OctagonX size={12} aria-hidden /> },
  LOST: { tone: 'neutral', icon: <Unplug size={12} aria-hidden /> },
}

/** One run: why, when, what it did, and why it failed. */
export function RunEntry({ run }: { run: SyncRunEntryFragment }) {
  const { outcome, reason, requestedBy, attempt, failure, keys, bytes, remoteVersionId, requestId, nextAttemptAt } = run
  const { account, region, awsSecretsManager: aws } = useSync()
  const counts = countWords(run)
  const place = { account, region, secretName: aws?.secretName, kmsKeyArn: aws?.kmsKeyArn }
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={looks[outcome].tone} icon={looks[outcome].icon}>
          {outcomeWords[outcome]}
        </Badge>
        <span className="font-medium">{reasonWords[reason]}</span>
        {requestedBy && (
          <span className="text-muted">
            by <bdi>{requestedBy}</bdi>
          </span>
        )}
        {attempt > 1 && <span className="text-muted">attempt {attempt}</span>}
      </p>
      <Moments run={run} />
      {(counts !== '' || bytes !== null) && (
        <p className="text-sm">
          {counts}
          {bytes !== null && (
            <span className="text-muted">
              {counts !== '' && ' · '}
              {kilobytes(bytes)}
            </span>
          )}
        </p>
      )}
      {keys && <RunKeys keys={keys} />}
      {failure && <FailureNote failure={failure} fix={failure.missingAction && statementFor(failure.missingAction, place)} />}
      {nextAttemptAt && (
        <p className="text-sm text-muted">
          Next attempt <Time at={nextAttemptAt} />
        </p>
      )}
      {outcome === 'LOST' && (
        <p className="text-sm text-muted">Its node went away in the middle; another run took over and looked what was done.</p>
      )}
      {(remoteVersionId || (requestId && !failure?.requestId)) && (
        <p className="flex flex-wrap items-center gap-x-4 text-sm text-muted">
          {remoteVersionId && (
            <span className="inline-flex items-center gap-1">
              Version <IdText id={remoteVersionId} what="version id" />
            </span>
          )}
          {requestId && !failure?.requestId && (
            <span className="inline-flex items-center gap-1">
              AWS request <IdText id={requestId} what="AWS request id" />
            </span>
          )}
        </p>
      )}
    </li>
  )
}

function Moments({ run: { queuedAt, startedAt, finishedAt } }: { run: SyncRunEntryFragment }) {
  const arrow = <ArrowRight size={14} aria-hidden className="shrink-0" />
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
      <span>
        queued <Time at={queuedAt} show="moment" />
      </span>
      {arrow}
      <span>
        started <Time at={startedAt} show="moment" />
      </span>
      {finishedAt && (
        <>
          {arrow}
          <span>
            finished <Time at={finishedAt} show="moment" />
          </span>
          <span>· took {durationWords(Date.parse(finishedAt) - Date.parse(startedAt))}</span>
        </>
      )}
    </p>
  )
}
