import { Badge } from '../../../../../../components/badge.tsx'
import type { HeldPlace } from './holders.ts'

export const EnvironmentNames = ({ access }: { access: readonly HeldPlace[] }) => (
  <span className="flex flex-wrap gap-1 max-sm:justify-end">
    {access.map(({ environmentId, environmentName }) => (
      <Badge key={environmentId}>{environmentName}</Badge>
    ))}
  </span>
)
