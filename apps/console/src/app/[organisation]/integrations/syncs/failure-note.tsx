'use client'

import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { CodeBlock, CopyButton } from '../../../../components/copy.tsx'
import { ReasonLink } from '../../../../frame/reason-link.tsx'
import type { SyncFailureFragment } from './operations.generated.ts'

interface FailureNoteProps {
  failure: SyncFailureFragment
  /** A policy that allows what was missing. */
  fix?: string | null
  /** What to do here and now. */
  children?: ReactNode
}

/** Why the cloud did not do what it was asked, and what to do about it. */
export const FailureNote = ({ failure: { code, message, missingAction, requestId }, fix, children }: FailureNoteProps) => (
  <div role="alert" className="flex flex-col gap-3 rounded-lg border border-danger bg-danger-soft px-4 py-3">
    <p className="flex items-start gap-2 font-medium">
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
    <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
      Code <ReasonLink code={code} />
      {missingAction && (
        <span className="inline-flex min-w-0 items-center">
          · missing action&nbsp;<code className="font-mono break-all text-text">{missingAction}</code>
          <CopyButton text={missingAction} what="missing action" />
        </span>
      )}
      {requestId && (
        <span className="inline-flex min-w-0 items-center">
          · AWS request&nbsp;<code className="font-mono break-all">{requestId}</code>
          <CopyButton text={requestId} what="AWS request id" />
        </span>
      )}
    </p>
    {fix && (
      <details>
        <summary className="w-fit rounded py-1 text-sm font-medium">Policy that allows it</summary>
        <div className="mt-2">
          <CodeBlock label="Policy that allows it" code={fix} />
        </div>
      </details>
    )}
    {children && <div className="flex flex-wrap gap-2">{children}</div>}
  </div>
)
