import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeader } from '../../../../../../components/page-header.tsx'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { fieldsOf } from '../../form/draft.ts'
import { wantedOf } from '../../form/wanted.ts'
import { ProviderIcon } from '../../provider-icon.tsx'
import { providerOfSlug } from '../../providers.ts'
import { NewIdentity } from './new-identity.tsx'

interface Props {
  params: Promise<{ organisation: string; provider: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const provider = providerOfSlug((await params).provider)
  return { title: provider ? `New ${provider.name} identity` : 'Not found' }
}

export default async function NewIdentityPage({ params, searchParams }: Props) {
  await requireViewer()
  const { organisation, provider: slug } = await params
  const provider = providerOfSlug(slug)
  if (!provider) notFound()
  const title = (
    <span className="flex items-center gap-3">
      <ProviderIcon name={provider.icon} size={24} /> New {provider.name} identity
    </span>
  )
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[{ label: 'External Identities', href: `/${organisation}/access/external-identities` }]}
        description={fieldsOf(provider.id).form.description}
      />
      <NewIdentity provider={provider} wanted={wantedOf(provider.id, await searchParams)} />
    </>
  )
}
