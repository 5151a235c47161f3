import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ApolloProvider } from '../../apollo/provider.tsx'
import { ClockProvider } from '../../components/clock.tsx'
import { Toasts } from '../../components/toast.tsx'
import { Frame } from '../../frame/frame.tsx'
import { isOrganisationPath, slugOf } from '../../frame/organisation-path.ts'
import { ViewerProvider } from '../../frame/viewer.tsx'
import { requireViewer, serverFacts } from '../../server/for-pages.ts'
import { nonceHeader } from '../../server/page-headers.ts'

interface Props {
  children: ReactNode
  params: Promise<{ organisation: string }>
}

export default async function OrganisationLayout({ children, params }: Props) {
  const { organisation: named } = await params
  if (!isOrganisationPath(named)) notFound()
  const [viewer, server, asked] = await Promise.all([requireViewer(), serverFacts(), headers()])
  const { organisation, actor, email, role, permissions } = viewer
  const slug = slugOf(organisation)
  if (named !== slug && named !== organisation.id) notFound()
  return (
    <ClockProvider startMs={Date.now()} locale={englishOf(asked.get('accept-language'))}>
      <NuqsAdapter>
        <ApolloProvider nonce={asked.get(nonceHeader) ?? undefined}>
          <ViewerProvider
            viewer={{
              id: actor.id,
              name: actor.name,
              email,
              roleName: role.name,
              permissions,
              organisation: { ...organisation, slug: named },
              server,
            }}
          >
            <Frame>{children}</Frame>
            <Toasts />
          </ViewerProvider>
        </ApolloProvider>
      </NuqsAdapter>
    </ClockProvider>
  )
}

/** The person's kind of English, for dates and numbers: the words around them are English. */
function englishOf(acceptLanguage: string | null): string {
  const wanted = acceptLanguage?.split(',')[0]?.split(';')[0]?.trim() ?? ''
  return /^en-[A-Z]{2}$/.test(wanted) ? wanted : 'en'
}
