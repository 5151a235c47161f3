'use client'

import { Link2 } from 'lucide-react'
import { Button } from '../../../../components/button.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { ReasonLink } from '../../../../frame/reason-link.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { Outcome } from '../feed/outcome.tsx'
import { titleOf } from '../reason-titles.ts'
import { TrustActions } from '../trust/trust-actions.tsx'
import { Facts } from './facts.tsx'
import type { ExchangeWholeFragment } from './operations.generated.ts'
import { reasonOf } from './reasons.ts'
import { ShowAsApi } from './show-as-api.tsx'
import { Testimony } from './testimony.tsx'
import { Trace } from './trace.tsx'

/** One exchange: how it ended, what that means, what can be done, every check, and all that is known of it. */
export const ExchangeDetail = ({ exchange }: { exchange: ExchangeWholeFragment }) => (
  <div className="flex flex-col gap-6">
    <Verdict exchange={exchange} />
    <div className="flex flex-wrap gap-2">
      <TrustActions exchange={exchange} />
      <CopyLink id={exchange.id} />
      <ShowAsApi id={exchange.id} />
    </div>
    <section aria-label="Checks" className="flex flex-col gap-2">
      <h2 className="text-base">Checks</h2>
      <Trace steps={exchange.steps} />
    </section>
    <section aria-label="Facts" className="flex flex-col gap-2">
      <h2 className="text-base">Facts</h2>
      <Facts exchange={exchange} />
    </section>
    {exchange.principal !== null && <Testimony key={exchange.id} id={exchange.id} />}
  </div>
)

function Verdict({ exchange: { outcome, code, reportedCode } }: { exchange: ExchangeWholeFragment }) {
  const reason = code === null ? undefined : reasonOf(code)
  const background = outcome === 'REFUSED' ? 'bg-danger-soft' : reportedCode === null ? 'bg-success-soft' : 'bg-warning-soft'
  return (
    <div className={`flex flex-col gap-1 rounded-lg px-4 py-3 ${background}`}>
      <p className="flex flex-wrap items-center gap-x-3 font-medium">
        <Outcome outcome={outcome} reported={reportedCode !== null} />
        {code !== null && (
          <span className="text-sm">
            <ReasonLink code={code} />
          </span>
        )}
      </p>
      {reportedCode !== null && (
        <p>Report-only let the caller in: {titleOf(reportedCode)}. It is refused as soon as the identity is enforced.</p>
      )}
      {outcome === 'ACCEPTED' && reportedCode === null && <p>An identity trusts the caller, and it was given a token of its own.</p>}
      {reason && (
        <>
          <p>{reason.meaning}</p>
          <p className="text-muted">{reason.remedy}</p>
        </>
      )}
    </div>
  )
}

function CopyLink({ id }: { id: string }) {
  const path = useOrganisationPath()
  const toast = useToast()
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(path(`/exchanges/${id}`), window.location.origin).href)
    toast.success('The link is on the clipboard')
  }
  return (
    <Button onClick={() => void copy()}>
      <Link2 size={16} aria-hidden /> Copy link
    </Button>
  )
}
