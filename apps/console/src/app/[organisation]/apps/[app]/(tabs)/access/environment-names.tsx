import { Badge } from '../../../../../../components/badge.tsx'
import { placesOf } from './holders.ts'
import type { HeldPlacesFragment } from './operations.generated.ts'

export function EnvironmentNames({ access }: { access: HeldPlacesFragment | null }) {
  const { places, more } = placesOf(access)
  return (
    <span className="flex flex-wrap gap-1 max-sm:justify-end">
      {places.map(({ environmentId, environmentName }) => (
        <Badge key={environmentId}>{environmentName}</Badge>
      ))}
      {more > 0 && <span className="text-sm text-muted">and {more} more</span>}
    </span>
  )
}
