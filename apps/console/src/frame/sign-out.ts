import type { Say } from '../components/toast.tsx'
import { postJson } from '../keys/post.ts'

/** Ends the session; a whole page load follows, so that nothing of it stays in memory. */
export async function signOut(toast: Say): Promise<void> {
  const answer = await postJson('/api/auth/sign-out', {})
  if (answer.ok) window.location.assign('/login')
  else toast.failure('You could not be signed out', answer.problem)
}
