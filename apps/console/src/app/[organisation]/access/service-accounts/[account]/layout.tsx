import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Preload } from '../../../../../apollo/preload.tsx'
import { AccountFrame } from './account-frame.tsx'
import { ServiceAccountDetailDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Service Account' }

interface Props {
  children: ReactNode
  params: Promise<{ account: string }>
}

export default async function AccountLayout({ children, params }: Props) {
  const { account } = await params
  return (
    <Preload query={ServiceAccountDetailDocument} variables={{ id: account }}>
      <AccountFrame id={account}>{children}</AccountFrame>
    </Preload>
  )
}
