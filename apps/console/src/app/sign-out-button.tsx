'use client'

import { useState } from 'react'
import { FormProblem } from '../components/form-problem.tsx'
import { postJson } from '../keys/post.ts'

export function SignOutButton() {
  const [problem, setProblem] = useState<string>()
  const signOut = async () => {
    const answer = await postJson('/api/auth/sign-out', {})
    // A whole page load, so that nothing of the session stays in memory.
    if (answer.ok) window.location.assign('/login')
    else setProblem(answer.problem)
  }
  return (
    <>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
      <FormProblem text={problem} />
    </>
  )
}
