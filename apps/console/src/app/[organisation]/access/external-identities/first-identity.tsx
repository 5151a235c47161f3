'use client'

import { ArrowRight, FlaskConical, KeyRound, Server, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '../../../../components/button.tsx'
import { useCan, useOrganisationPath, useViewer } from '../../../../frame/viewer.tsx'
import type { ProviderCardFragment } from './operations.generated.ts'
import { ProviderCards } from './provider-cards.tsx'

/** There is no identity yet: what one is, and the platforms to begin with. */
export function FirstIdentity({ providers }: { providers: readonly ProviderCardFragment[] }) {
  const can = useCan()
  const path = useOrganisationPath()
  const { server } = useViewer()
  return (
    <div className="flex flex-col gap-8">
      <section aria-label="How a login works" className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5">
        <Flow />
        <p className="max-w-prose text-muted">
          A workload proves who it is with what its platform gives it, and gets a token that ends by itself. No key is stored on the
          machine, there is one place to take the trust back, and every attempt is listed under Exchanges.
        </p>
      </section>
      {can('ExternalIdentities', 'create') ? (
        <section aria-label="Set up a new identity" className="flex flex-col gap-4">
          <h2>Set up a new identity</h2>
          <ProviderCards providers={providers} />
          {server.labEnabled && (
            <div>
              <ButtonLink href={path('/lab')}>
                <FlaskConical size={16} aria-hidden /> Try it in the Lab
              </ButtonLink>
              <p className="mt-2 text-sm text-muted">Simulated platforms, no cloud account needed.</p>
            </div>
          )}
        </section>
      ) : (
        <p className="text-muted">
          There is no external identity yet. To make one takes the permission <code className="font-mono">ExternalIdentities: create</code>,
          which an Owner or Admin can give you.
        </p>
      )}
    </div>
  )
}

const Flow = () => (
  <ol className="flex flex-col gap-3 md:flex-row md:items-center">
    <Station icon={<Server size={20} aria-hidden />} title="Workload" detail="a machine, container or function" />
    <Arrow text="proof of identity" />
    <Station icon={<ShieldCheck size={20} aria-hidden />} title="Bonafide" detail="asks the platform, compares with your rules" />
    <Arrow text="short-lived token" />
    <Station icon={<KeyRound size={20} aria-hidden />} title="Secrets" detail="of the environments the account may read" />
  </ol>
)

const Station = ({ icon, title, detail }: { icon: ReactNode; title: string; detail: string }) => (
  <li className="flex flex-1 items-center gap-3 rounded-md border border-line bg-canvas px-3 py-2">
    <span className="text-accent">{icon}</span>
    <span className="min-w-0">
      <span className="block font-medium">{title}</span>
      <span className="block text-sm text-muted">{detail}</span>
    </span>
  </li>
)

const Arrow = ({ text }: { text: string }) => (
  <li className="flex items-center gap-2 pl-3 text-sm text-muted md:flex-col md:gap-0 md:pl-0">
    <ArrowRight size={18} aria-hidden className="max-md:rotate-90" />
    {text}
  </li>
)
