'use client'

import { Circle, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { ButtonLink } from '../../../components/button.tsx'
import { IconButton } from '../../../components/icon-button.tsx'
import { Link } from '../../../components/link.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useOrganisationPath, useViewer } from '../../../frame/viewer.tsx'
import type { HomeSetupFragment } from './operations.generated.ts'

interface Step {
  name: keyof HomeSetupFragment & `has${string}`
  title: string
  why: string
  path: string
}

const steps: readonly Step[] = [
  { name: 'hasApp', title: 'Create an app', why: 'Secrets live in the environments of apps.', path: '/apps' },
  {
    name: 'hasServiceAccount',
    title: 'Add a service account',
    why: 'It is who your workload becomes, with a role and environments of its own.',
    path: '/access/service-accounts',
  },
  {
    name: 'hasIdentity',
    title: 'Trust a workload',
    why: 'An external identity says which principals of AWS, Azure or an OIDC issuer may log in.',
    path: '/access/external-identities',
  },
  {
    name: 'hasBinding',
    title: 'Bind the two',
    why: 'Then the workloads of the identity may become the account.',
    path: '/access/service-accounts',
  },
  {
    name: 'hasAcceptedExchange',
    title: 'Log in from the workload',
    why: 'One command; you see the attempt here within two seconds.',
    path: '/developers',
  },
]

/** The way of a newcomer to the first login; goes when it has been gone, or when it is dismissed. */
export function FirstSteps({ progress }: { progress: HomeSetupFragment }) {
  const { organisation, server } = useViewer()
  const path = useOrganisationPath()
  const [dismissed, dismiss] = useDismissed(`bonafide-first-steps-${organisation.id}`)
  const known = steps.filter(({ name }) => progress[name] !== null)
  const done = known.filter(({ name }) => progress[name]).length
  if (dismissed || done === known.length) return null
  return (
    <Section
      title="Get started"
      actions={
        <span className="flex items-center gap-2 text-sm text-muted">
          {done} of {known.length}
          <IconButton label="Dismiss the first steps" icon={<X size={16} aria-hidden />} onClick={dismiss} />
        </span>
      }
    >
      <ol className="flex flex-col gap-3">
        {known.map(({ name, title, why, path: place }) => (
          <li key={name} className="flex items-start gap-2">
            {progress[name] ? (
              <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-success" />
            ) : (
              <Circle size={18} aria-hidden className="mt-0.5 shrink-0 text-muted" />
            )}
            <span>
              {progress[name] ? (
                <span className="text-muted">
                  {title} <span className="sr-only">(done)</span>
                </span>
              ) : (
                <>
                  <Link className="link" href={path(place)}>
                    {title}
                  </Link>
                  <span className="block text-sm text-muted">{why}</span>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {server.labEnabled && (
        <div className="mt-4 border-t border-line pt-4">
          <ButtonLink href={path('/lab')}>Try it in the Lab, no cloud needed</ButtonLink>
        </div>
      )}
    </Section>
  )
}

const changed = 'bonafide-dismissed'

function subscribe(onChange: () => void): () => void {
  window.addEventListener(changed, onChange)
  return () => window.removeEventListener(changed, onChange)
}

/** Remembered by this browser. */
function useDismissed(name: string): [boolean, () => void] {
  const dismissed = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(name) !== null,
    () => false,
  )
  const dismiss = () => {
    localStorage.setItem(name, '1')
    window.dispatchEvent(new Event(changed))
  }
  return [dismissed, dismiss]
}
