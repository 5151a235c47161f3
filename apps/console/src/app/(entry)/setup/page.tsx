import type { Metadata } from 'next'
import { ButtonLink } from '../../../components/button.tsx'
import { isSetUp, serverFacts } from '../../../server/for-pages.ts'
import { SetupForm } from './setup-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage() {
  const [done, { labEnabled }] = await Promise.all([isSetUp(), serverFacts()])
  return done ? <AlreadyDone /> : <SetupForm labEnabled={labEnabled} />
}

const AlreadyDone = () => (
  <section className="flex flex-col items-start gap-4">
    <h1>This server is set up already</h1>
    <p className="text-muted">
      A set-up link works once, for the first owner. If you have an account, sign in; if you need one, ask an owner or admin for an invite.
    </p>
    <ButtonLink href="/login" variant="primary">
      Sign in
    </ButtonLink>
  </section>
)
