import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql'

/** One place of an operation where a client names an object: the field, and the way from its arguments to the id. */
export interface IdPlace {
  kind: 'query' | 'mutation'
  field: string
  /** `['input', 'serviceAccountId']`; a number stands for the only item of a list. */
  path: (string | 0)[]
}

export const nameOf = ({ field, path }: IdPlace): string => `${field}(${path.join('.')})`

/** Every argument and input field of type ID in the whole schema. */
export function idPlaces(schema: GraphQLSchema): IdPlace[] {
  return rootFields(schema).flatMap(({ kind, field }) =>
    field.args.flatMap((argument) => idPaths(argument.type).map((path) => ({ kind, field: field.name, path: [argument.name, ...path] }))),
  )
}

function rootFields(schema: GraphQLSchema) {
  const of = (kind: IdPlace['kind'], type: ReturnType<GraphQLSchema['getQueryType']>) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field }))
  return [...of('query', schema.getQueryType()), ...of('mutation', schema.getMutationType())]
}

function idPaths(type: GraphQLInputType): (string | 0)[][] {
  if (isNonNullType(type)) return idPaths(type.ofType)
  if (isListType(type)) return idPaths(type.ofType).map((path) => [0, ...path])
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) => idPaths(field.type).map((path) => [field.name, ...path]))
  }
  return getNamedType(type).name === 'ID' ? [[]] : []
}

/** A document for the field with all arguments as variables, which asks for every plain field and the ids of whatever is below. */
export function documentFor(schema: GraphQLSchema, { kind, field: name }: IdPlace): string {
  const field = rootFields(schema).find((root) => root.field.name === name)?.field
  if (!field) throw new Error(`no field ${name}`)
  const variables = field.args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ')
  const given = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ')
  return `${kind}(${variables}) { ${name}(${given}) ${selection(field, 4)} }`
}

function selection(field: GraphQLField<unknown, unknown>, levels: number): string {
  const type = getNamedType(field.type)
  if (isUnionType(type)) return '{ __typename }'
  if (!isObjectType(type)) return ''
  const inside = Object.values(type.getFields()).flatMap((inner) => {
    const isPlain = !isObjectType(getNamedType(inner.type)) && !isUnionType(getNamedType(inner.type))
    if (isPlain) return [inner.name]
    const structural = ['edges', 'node', 'pageInfo', 'userErrors'].includes(inner.name)
    return levels > 0 && (structural || kindOfPayload(type.name)) ? [`${inner.name} ${selection(inner, levels - 1)}`] : []
  })
  return `{ ${inside.length > 0 ? inside.join(' ') : '__typename'} }`
}

const kindOfPayload = (type: string): boolean => type.endsWith('Payload')
