import type { Metadata } from 'next'
import { SetupForm } from './setup-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

export default function SetupPage() {
  return (
    <>
      <div>
        <h1>Set up Bonafide</h1>
        <p className="mt-1 text-muted">
          You become the owner of this server. Your keys are made in this browser and sealed with your password.
        </p>
      </div>
      <SetupForm />
    </>
  )
}
