import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from '../base/graphql.ts'

/** Cost and nesting of one operation, fragments included. */
export interface Weight {
  cost: number
  depth: number
}

// Objects cost 1 and plain fields a tenth, each as often as its list may be long. Lists without a page are taken to hold ten. Some fields do
// more than read a row: they ask a platform, or answer the whole schema.
const objectCost = 1
const plainCost = 0.1
const mutationCost = 10
const assumedListLength = 10
const defaultPageSize = 25
const defaultPageSizes: Record<string, number> = { secrets: 100, secretEntries: 200, secretMatrix: 50 }
const special: Record<string, number> = {
  testExtIdentity: 500,
  tryProof: 500,
  probeIssuer: 500,
  importSecrets: 100,
  changeSecrets: 100,
  changeEncryptedSecrets: 100,
  secretEntries: 50,
  previewSecretImport: 100,
  compareEnvironments: 250,
  copySecrets: 100,
  secretMatrix: 500,
  exchangeStats: 200,
  attention: 200,
  trustPolicyPreview: 500,
  updateTrustPolicy: 500,
  refusedCallers: 200,
  unverifiedRefusals: 100,
  previewIdentityChange: 500,
  reportOnlyCounts: 200,
  planSync: 100,
  createSync: 100,
  updateSync: 100,
  resolveDrift: 100,
  remoteSecrets: 100,
  __schema: 500,
  __type: 50,
}

interface Question {
  schema: GraphQLSchema
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Record<string, unknown>
  /** Each fragment is weighed once, however often it is used. */
  known: Map<string, Weight>
}

/** Weighs a validated operation: its fields exist and its fragments have no cycles. */
export function weigh(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
  variables: Record<string, unknown>,
  schema: GraphQLSchema,
): Weight {
  const root = schema.getRootType(operation.operation)
  if (!root) return { cost: 0, depth: 0 }
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
  )
  const question: Question = {
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    variables: { ...Object.fromEntries(defaults), ...variables },
    known: new Map(),
  }
  return weighSelections(operation.selectionSet, root, question)
}

function weighSelections({ selections }: SelectionSetNode, parent: GraphQLCompositeType, question: Question): Weight {
  const total: Weight = { cost: 0, depth: 0 }
  for (const selection of selections) {
    const { cost, depth } =
      selection.kind === Kind.FIELD
        ? weighField(selection, parent, question)
        : selection.kind === Kind.FRAGMENT_SPREAD
          ? weighFragment(selection.name.value, question)
          : weighSelections(selection.selectionSet, conditionType(selection.typeCondition?.name.value, parent, question), question)
    total.cost += cost
    total.depth = Math.max(total.depth, depth)
  }
  return total
}

function weighFragment(name: string, question: Question): Weight {
  const known = question.known.get(name)
  if (known) return known
  const fragment = question.fragments.get(name)
  const type = fragment && question.schema.getType(fragment.typeCondition.name.value)
  const weight = fragment && isCompositeType(type) ? weighSelections(fragment.selectionSet, type, question) : { cost: 0, depth: 0 }
  question.known.set(name, weight)
  return weight
}

function weighField(field: FieldNode, parent: GraphQLCompositeType, question: Question): Weight {
  const name = field.name.value
  if (name.startsWith('__')) return { cost: special[name] ?? plainCost, depth: 1 }
  const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
  const type = definition && getNamedType(definition.type)
  const isMutation = parent === question.schema.getMutationType()
  const own = special[name] ?? (isMutation ? mutationCost : field.selectionSet ? objectCost : plainCost)
  if (!definition || !field.selectionSet || !isCompositeType(type)) return { cost: own, depth: 1 }
  const inside = weighSelections(field.selectionSet, type, question)
  return { cost: own + inside.cost * lengthOf(field, definition.type, type.name, question), depth: 1 + inside.depth }
}

function lengthOf(field: FieldNode, type: GraphQLOutputType, typeName: string, { variables }: Question): number {
  if (typeName.endsWith('Connection')) return pageSize(field, variables)
  const isEdges = field.name.value === 'edges'
  return !isEdges && isListType(isNonNullType(type) ? type.ofType : type) ? assumedListLength : 1
}

function pageSize(field: FieldNode, variables: Record<string, unknown>): number {
  const sizes = (field.arguments ?? []).flatMap(({ name, value }) => {
    if (name.value !== 'first' && name.value !== 'last') return []
    const size = value.kind === Kind.INT ? Number(value.value) : value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined
    return typeof size === 'number' && size > 0 ? [size] : []
  })
  return sizes.length > 0 ? Math.max(...sizes) : (defaultPageSizes[field.name.value] ?? defaultPageSize)
}

function conditionType(name: string | undefined, parent: GraphQLCompositeType, { schema }: Question): GraphQLCompositeType {
  const type = name === undefined ? undefined : schema.getType(name)
  return isCompositeType(type) ? type : parent
}
