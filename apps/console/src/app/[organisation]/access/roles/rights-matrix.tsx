import { Check, Minus } from 'lucide-react'
import { Fragment } from 'react'
import { type PermissionAction, type ResourceRights, type Rights, type Side, sides, wordOf } from '../rights.ts'

interface RightsMatrixProps {
  roles: readonly { id: string; name: string; permissions: Rights }[]
  matrix: Rights
}

export const sideTitles: Record<Side, string> = { organisation: 'In the organisation', app: 'Inside apps' }

/** "ServiceAccountTokens" as people write it; the name that the API uses stays recognisable. */
export const resourceTitle = (resource: string): string =>
  resource.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace(/ [A-Z][a-z]/g, (word) => word.toLowerCase())

/** Every right there is, as rows, against the roles, as columns. It scrolls by itself where it is wider than the page. */
export const RightsMatrix = ({ roles, matrix }: RightsMatrixProps) => (
  <section
    className="relative max-h-[80dvh] overflow-auto rounded-lg border border-line"
    aria-label="Rights of each role"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    tabIndex={0}
  >
    <table className="w-full border-separate border-spacing-0 text-left text-[13px]">
      <caption className="sr-only">What each role may do</caption>
      <thead>
        <tr>
          <th scope="col" className="sticky top-0 left-0 z-20 border-b border-line bg-surface px-3 py-2">
            Resource
          </th>
          {roles.map(({ id, name }) => (
            <th key={id} scope="col" className="sticky top-0 z-10 max-w-48 border-b border-line bg-surface px-3 py-2 break-words">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sides.map((side) => (
          <Fragment key={side}>
            <tr>
              <th scope="colgroup" colSpan={roles.length + 1} className="border-b border-line bg-surface px-3 py-2 text-left text-muted">
                <span className="sticky left-3">{sideTitles[side]}</span>
              </th>
            </tr>
            {matrix[side].map(({ resource, actions }) => (
              <tr key={resource}>
                <th scope="row" className="sticky left-0 border-b border-line bg-raised px-3 py-1.5 font-medium max-sm:max-w-32">
                  {resourceTitle(resource)}
                </th>
                {roles.map((role) => (
                  <td key={role.id} className="border-b border-line px-3 py-1.5 align-top">
                    <Given possible={actions} given={actionsOf(role.permissions[side], resource)} />
                  </td>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  </section>
)

const actionsOf = (list: readonly ResourceRights[], resource: string): readonly PermissionAction[] =>
  list.find((entry) => entry.resource === resource)?.actions ?? []

function Given({ possible, given }: { possible: readonly PermissionAction[]; given: readonly PermissionAction[] }) {
  if (given.length === 0)
    return (
      <span className="text-muted">
        <Minus size={14} aria-hidden />
        <span className="sr-only">nothing</span>
      </span>
    )
  if (given.length === possible.length)
    return (
      <span className="inline-flex items-center gap-1 whitespace-nowrap text-success">
        <Check size={14} aria-hidden /> {possible.length === 1 ? wordOf(possible[0] ?? 'READ') : 'everything'}
      </span>
    )
  return <span className="whitespace-nowrap">{given.map(wordOf).join(', ')}</span>
}
