import { redirect } from 'next/navigation'
import { currentViewer } from '../server/for-pages.ts'
import { SignOutButton } from './sign-out-button.tsx'

export default async function HomePage() {
  const viewer = await currentViewer()
  if (!viewer) redirect('/login')
  return (
    <>
      <h1>{viewer.organisation.name}</h1>
      <p className="muted">You are signed in.</p>
      <dl>
        <dt>Name</dt>
        <dd>{viewer.actor.name}</dd>
        {viewer.email && (
          <>
            <dt>E-mail</dt>
            <dd>{viewer.email}</dd>
          </>
        )}
        <dt>Role</dt>
        <dd>{viewer.role.name}</dd>
        <dt>Organisation</dt>
        <dd>{viewer.organisation.id}</dd>
      </dl>
      <ul className="links">
        <li>
          <a href="/.well-known/bonafide-configuration">Addresses of this server</a>
        </li>
        <li>
          GraphQL for administrators: <code>POST /api/graphql</code>
        </li>
        <li>
          Exchanges as they happen: <code>GET /api/v1/exchanges/stream</code>
        </li>
      </ul>
      <SignOutButton />
    </>
  )
}
