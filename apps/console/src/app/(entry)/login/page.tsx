import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { returnPath } from '../../../frame/return-path.ts'
import { currentViewer } from '../../../server/for-pages.ts'
import { LoginForm } from './login-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  searchParams: Promise<{ next?: string | string[] }>
}

export default async function LoginPage({ searchParams }: Props) {
  const { next } = await searchParams
  const goTo = returnPath(typeof next === 'string' ? next : undefined)
  if (await currentViewer()) redirect(goTo)
  return (
    <>
      <div>
        <h1>Sign in</h1>
        <p className="mt-1 text-muted">Your password stays in this browser; the server gets what is derived from it.</p>
      </div>
      <LoginForm goTo={goTo} />
    </>
  )
}
