import { KeyRound } from 'lucide-react'
import { EmptyState } from '../../../../../../components/states.tsx'

export const NoSecrets = ({ folder }: { folder: string }) => (
  <EmptyState icon={<KeyRound size={28} />} title={folder === '/' ? 'No secrets here yet' : `No secrets in ${folder} yet`}>
    <p>
      A secret is a key, such as DATABASE_URL, and a value that only workloads and people with access read. Add the first with New secret,
      or drop a .env file anywhere on this page: you see what it would change before anything is written.
    </p>
  </EmptyState>
)
