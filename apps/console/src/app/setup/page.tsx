import type { Metadata } from 'next'
import { SetupForm } from './setup-form.tsx'

export const metadata: Metadata = { title: 'Set up' }

export default function SetupPage() {
  return (
    <>
      <h1>Set up Bonafide</h1>
      <p className="muted">You become the owner of this server. Your keys are made in this browser and sealed with your password.</p>
      <SetupForm />
    </>
  )
}
