import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentViewer } from '../../server/for-pages.ts'
import { LoginForm } from './login-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function LoginPage() {
  if (await currentViewer()) redirect('/')
  return (
    <>
      <h1>Sign in</h1>
      <p className="muted">Your password stays in this browser; the server gets what is derived from it.</p>
      <LoginForm />
    </>
  )
}
