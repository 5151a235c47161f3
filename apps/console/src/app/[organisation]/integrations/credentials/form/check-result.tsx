'use client'

import { Check, CircleAlert, CircleCheck, ShieldAlert, X } from 'lucide-react'
import { CopyTextButton } from '../../../../../components/copy.tsx'
import { ReasonLink } from '../../../../../frame/reason-link.tsx'
import { statementFor } from '../../syncs/policy-statement.ts'
import type { CheckedStepsFragment } from './operations.generated.ts'

const stepNames: Record<string, string> = {
  sign_in: 'Sign in',
  external_id: 'External id',
  list: 'ListSecrets',
}

/** What a test of the connection tried, and what to do about what failed. */
export function CheckResult({ check, region }: { check: CheckedStepsFragment; region: string }) {
  return (
    <section
      aria-label="Result of the test"
      className={`flex flex-col gap-3 rounded-lg border px-4 py-3 ${check.passed ? 'border-success' : 'border-danger'}`}
    >
      <p role="status" className="flex items-start gap-2 font-medium">
        {check.passed ? (
          <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-success" />
        ) : (
          <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        )}
        <span className="min-w-0">{check.passed ? 'The connection works.' : 'The connection does not work yet.'}</span>
      </p>
      <ol aria-label="Steps" className="flex flex-col gap-3">
        {check.steps.map((step) => (
          <Step key={step.name} step={step} place={{ region, account: check.account }} />
        ))}
      </ol>
    </section>
  )
}

const looks = {
  passed: [Check, 'text-success'],
  failed: [X, 'text-danger'],
  /** Nothing that keeps the connection from working. */
  careful: [ShieldAlert, 'text-warning'],
} as const

interface StepProps {
  step: CheckedStepsFragment['steps'][number]
  place: { region: string; account: string | null }
}

function Step({ step: { name, passed, detail, failure }, place }: StepProps) {
  const [Icon, colour] = passed ? looks.passed : failure ? looks.failed : looks.careful
  const fix = failure?.missingAction ? statementFor(failure.missingAction, place) : null
  return (
    <li className="flex items-start gap-2">
      <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${colour}`} />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="break-words">
          <span className="font-medium">{stepNames[name] ?? name}</span>
          <span className="sr-only">{passed ? ' passed' : failure ? ' failed' : ' needs care'}</span>{' '}
          <span className="text-muted">{failure ? '' : detail}</span>
        </p>
        {failure && (
          <>
            <p className="break-words">
              {failure.message} <ReasonLink code={failure.code} />
            </p>
            {failure.missingAction && (
              <p className="text-sm">
                Missing: <code className="font-mono break-all">{failure.missingAction}</code>
              </p>
            )}
            {failure.requestId && (
              <p className="text-sm text-muted">
                AWS request <code className="font-mono break-all">{failure.requestId}</code>
              </p>
            )}
            {fix && (
              <div>
                <CopyTextButton text={fix} label="Copy fix" />
                <span className="sr-only">Copies a policy that allows {failure.missingAction}.</span>
              </div>
            )}
          </>
        )}
      </div>
    </li>
  )
}

/** The role lets in whoever names it, the external id notwithstanding. */
export const Unprotected = () => (
  <p role="note" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2">
    <ShieldAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warning" />
    <span className="min-w-0">
      <span className="font-medium text-warning">Unprotected:</span> the role can also be assumed without the external id, which therefore
      keeps nobody out. Add the condition on <code className="font-mono">sts:ExternalId</code> to its trust policy, and test again.
    </span>
  </p>
)
