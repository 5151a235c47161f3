import type { Metadata } from 'next'
import { currentViewer } from '../../../server/for-pages.ts'
import { InviteForm } from './invite-form.tsx'

export const metadata: Metadata = { title: 'Invite' }

export default async function InvitePage() {
  const viewer = await currentViewer()
  return <InviteForm signedInAs={viewer?.email ?? null} />
}
