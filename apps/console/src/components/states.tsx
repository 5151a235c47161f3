import { CircleAlert, Lock, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../apollo/problem.ts'
import { ReasonLink } from '../frame/reason-link.tsx'
import { Button } from './button.tsx'

const Panel = ({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) => (
  <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line px-6 py-12 text-center">
    <span aria-hidden className="text-muted">
      {icon}
    </span>
    <h2 className="text-base">{title}</h2>
    <div className="flex max-w-prose flex-col items-center gap-3 text-muted">{children}</div>
  </div>
)

/** Nothing is there yet: says what it would be, why one wants it, and the first step. */
export const EmptyState = ({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) => (
  <Panel icon={icon} title={title}>
    {children}
  </Panel>
)

/** Something is there, but the filters hide it. */
export const FilteredEmpty = ({ what, onClear }: { what: string; onClear: () => void }) => (
  <Panel icon={<SearchX size={28} />} title={`No ${what} match`}>
    <p>Try other words, or fewer filters.</p>
    <Button onClick={onClear}>Clear filters</Button>
  </Panel>
)

/** Names the permission that is missing, and who can give it. */
export const NoPermission = ({ what, permission }: { what: string; permission: string }) => (
  <Panel icon={<Lock size={28} />} title={`You may not see ${what}`}>
    <p>
      It takes the permission <code className="rounded bg-hover px-1 font-mono text-text">{permission}</code>. An Owner or Admin of your
      organisation can give you a role that has it.
    </p>
  </Panel>
)

/** What happened, what to do, and the request to ask an administrator about. */
export const ErrorState = ({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) => (
  <div role="alert" className="flex flex-col gap-3 rounded-lg border border-danger bg-danger-soft px-5 py-4">
    <p className="flex items-start gap-2 font-medium">
      <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      {problem.message}
    </p>
    <p className="text-sm text-muted">
      Code <ReasonLink code={problem.code} />
      {problem.requestId && (
        <>
          {' '}
          · request <code className="font-mono break-all">{problem.requestId}</code>
        </>
      )}
    </p>
    {onRetry && (
      <div>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    )}
  </div>
)
