import { Circle } from 'lucide-react'

/** A role's name with its colour, if it has one. The colour is an attribute of the drawing, since pages may carry no styles of their own. */
export const RoleLabel = ({ role }: { role: { name: string; color: string } }) => (
  <span className="inline-flex max-w-full items-center gap-1.5 break-words">
    {role.color !== '' && <Circle size={10} aria-hidden fill={role.color} stroke={role.color} className="shrink-0" />}
    {role.name}
  </span>
)
