'use client'

import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { TextInput } from '../../../../components/inputs.tsx'
import { Section } from '../../../../components/page-header.tsx'

const maxFound = 50

/** The schema to walk through: types, their fields, what those take. */
export function SchemaDocs({ schema }: { schema: GraphQLSchema }) {
  const [trail, setTrail] = useState<readonly string[]>([])
  const [wanted, setWanted] = useState('')
  const type = schema.getType(trail.at(-1) ?? '')
  const open = (name: string) => {
    setWanted('')
    setTrail([...trail, name])
  }
  return (
    <Section
      title={type?.name ?? 'Schema'}
      actions={
        trail.length > 0 && (
          <Button variant="quiet" onClick={() => setTrail(trail.slice(0, -1))}>
            <ArrowLeft size={16} aria-hidden /> Back
          </Button>
        )
      }
    >
      <div className="flex max-h-[34rem] flex-col gap-3 overflow-y-auto">
        <TextInput
          type="search"
          aria-label="Search types and operations"
          placeholder="Search types and operations"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        {wanted.trim() !== '' ? (
          <Found schema={schema} wanted={wanted.trim().toLowerCase()} onOpen={open} />
        ) : (
          <Shown schema={schema} type={type} onOpen={open} />
        )}
      </div>
    </Section>
  )
}

interface OpenProps {
  schema: GraphQLSchema
  onOpen: (name: string) => void
}

function Found({ schema, wanted, onOpen }: OpenProps & { wanted: string }) {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root ?? [])
  const fields = roots.flatMap((root) => Object.values(root.getFields())).filter(({ name }) => name.toLowerCase().includes(wanted))
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__') && name.toLowerCase().includes(wanted))
  if (fields.length + types.length === 0) return <p className="text-muted">Nothing is called so.</p>
  return (
    <>
      {fields.length > 0 && <Fields fields={fields.slice(0, maxFound)} onOpen={onOpen} />}
      <ul className="flex flex-col">
        {types.slice(0, maxFound).map(({ name }) => (
          <li key={name}>
            <TypeLink name={name} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Shown({ schema, type, onOpen }: OpenProps & { type: GraphQLNamedType | undefined }) {
  if (!type) {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root ?? [])
    return (
      <ul className="flex flex-col">
        {roots.map(({ name }) => (
          <li key={name}>
            <TypeLink name={name} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <>
      {type.description && <p className="text-sm">{type.description}</p>}
      {(isObjectType(type) || isInterfaceType(type)) && <Fields fields={Object.values(type.getFields())} onOpen={onOpen} />}
      {isInputObjectType(type) && (
        <ul className="flex flex-col gap-2">
          {Object.values(type.getFields()).map(({ name, type: of, description }) => (
            <li key={name}>
              <code className="font-mono text-[13px]">{name}</code>:{' '}
              <TypeLink name={getNamedType(of).name} shown={String(of)} onOpen={onOpen} />
              {description && <p className="text-sm text-muted">{description}</p>}
            </li>
          ))}
        </ul>
      )}
      {isEnumType(type) && (
        <ul className="list-disc pl-5 font-mono text-[13px]">
          {type.getValues().map(({ name }) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
      {isUnionType(type) && (
        <ul>
          {type.getTypes().map(({ name }) => (
            <li key={name}>
              <TypeLink name={name} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const Fields = ({ fields, onOpen }: { fields: readonly GraphQLField<unknown, unknown>[]; onOpen: (name: string) => void }) => (
  <ul className="flex flex-col gap-2">
    {fields.map(({ name, args, type, description }) => (
      <li key={name} className="min-w-0">
        <code className="font-mono text-[13px] break-words">{name}</code>
        {args.length > 0 && (
          <span className="text-sm text-muted">
            {' ('}
            {args.map((argument, index) => (
              <span key={argument.name}>
                {index > 0 && ', '}
                {argument.name}: <TypeLink name={getNamedType(argument.type).name} shown={String(argument.type)} onOpen={onOpen} />
              </span>
            ))}
            )
          </span>
        )}
        : <TypeLink name={getNamedType(type).name} shown={String(type)} onOpen={onOpen} />
        {description && <p className="text-sm text-muted">{description}</p>}
      </li>
    ))}
  </ul>
)

const TypeLink = ({ name, shown = name, onOpen }: { name: string; shown?: string; onOpen: (name: string) => void }) => (
  <button type="button" className="min-h-6 rounded font-mono text-[13px] text-accent hover:underline" onClick={() => onOpen(name)}>
    {shown}
  </button>
)
