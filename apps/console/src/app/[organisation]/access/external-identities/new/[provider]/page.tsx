import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { CreateIdentity } from '../../form/create-identity.tsx'
import { fieldsOf } from '../../form/draft.ts'
import { wantedOf } from '../../form/wanted.ts'
import { providerOfSlug } from '../../providers.ts'

interface Props {
  params: Promise<{ provider: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const provider = providerOfSlug((await params).provider)
  return { title: provider ? `New ${fieldsOf(provider.id).form.name} identity` : 'Not found' }
}

export default async function NewIdentityPage({ params, searchParams }: Props) {
  await requireViewer()
  const provider = providerOfSlug((await params).provider)
  if (!provider) notFound()
  return <CreateIdentity provider={provider} wanted={wantedOf(provider.id, await searchParams)} />
}
