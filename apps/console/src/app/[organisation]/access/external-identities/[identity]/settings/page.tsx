import type { Metadata } from 'next'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { FreshIdentityDocument } from '../../form/operations.generated.ts'
import { IdentitySettings } from './identity-settings.tsx'

export const metadata: Metadata = { title: 'Settings of an external identity' }

interface Props {
  params: Promise<{ identity: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function IdentitySettingsPage({ params, searchParams }: Props) {
  const [{ identity: id }, asked] = await Promise.all([params, searchParams])
  return (
    <Preload query={FreshIdentityDocument} variables={{ id }}>
      <IdentitySettings id={id} asked={asked} />
    </Preload>
  )
}
