import { type Check, type CheckRow, type CheckSuggestion, type FormValues, inOneLine, listIn, textIn } from '../check.ts'
import { decodeJwt } from '../decode-jwt.ts'
import { asObject, ownProperty, parseStrictJson } from '../strict-json.ts'
import { azureClouds, cloudHosts } from './clouds.ts'
import { audiencesOf } from './schema.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a pasted token, or what `az account get-access-token` prints, or an object id, is what the rules ask for. */
export function checkAzureEntra(values: FormValues, pasted: string): Check {
  const text = pasted.trim()
  if (uuid.test(text.toLowerCase())) return objectIdAlone(values, text.toLowerCase())
  const printed = asObject(parseStrictJson(text))
  const token = printed ? ownProperty(printed, 'accessToken') : text
  const jwt = typeof token === 'string' ? decodeJwt(token) : undefined
  if (!jwt) return { problem: 'Paste a token, what az account get-access-token prints, or an object id.' }
  const claim = (name: string): string => {
    const value = ownProperty(jwt.claims, name)
    return typeof value === 'string' ? value : ''
  }
  const tenantId = textIn(values, 'tenantId').toLowerCase()
  const tid = claim('tid').toLowerCase()
  const audiences = audiencesOf({ resource: resourceIn(values) })
  const rows: CheckRow[] = [
    { label: 'Tenant ID (tid)', passed: tid !== '' && tid === tenantId, expected: tenantId || 'no tenant yet', received: tid || 'no tid' },
    {
      label: 'Resource / Audience (aud)',
      passed: audiences.includes(claim('aud')),
      expected: resourceIn(values),
      received: claim('aud') || 'no aud',
    },
    objectIdRow(values, claim('oid').toLowerCase()),
  ]
  const suggestions: CheckSuggestion[] = [
    ...(uuid.test(tid) && tenantId === '' ? [{ field: 'tenantId', value: tid, label: 'Use this tenant' }] : []),
    ...suggestionsFor(rows[2], claim('oid').toLowerCase()),
  ]
  return { rows, suggestions }
}

function objectIdAlone(values: FormValues, objectId: string): Check {
  const row = objectIdRow(values, objectId)
  return { rows: [row], suggestions: suggestionsFor(row, objectId) }
}

function objectIdRow(values: FormValues, objectId: string): CheckRow {
  const allowed = listIn(values, 'allowedServicePrincipalIds').map((id) => id.toLowerCase())
  return {
    label: 'Allowed Service Principal IDs (oid)',
    passed: objectId !== '' && allowed.includes(objectId),
    expected: inOneLine(allowed, 'nobody yet'),
    received: objectId || 'no oid',
  }
}

const suggestionsFor = (row: CheckRow | undefined, objectId: string): CheckSuggestion[] =>
  row && !row.passed && uuid.test(objectId) ? [{ field: 'allowedServicePrincipalIds', value: objectId, label: 'Add this id' }] : []

function resourceIn(values: FormValues): string {
  const cloud = azureClouds.find((name) => name === textIn(values, 'cloud')) ?? 'public'
  return textIn(values, 'resource') || cloudHosts[cloud].management
}
