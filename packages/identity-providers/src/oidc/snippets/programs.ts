import type { Snippet } from '@bonafide/core'
import { accountOf, snippet } from '../../snippets/snippet.ts'
import type { Asking } from './asking.ts'
import { tokenFileOf } from './platform-token.ts'

const grant = 'urn:ietf:params:oauth:grant-type:token-exchange'
const tokenType = 'urn:ietf:params:oauth:token-type:jwt'

/** Python's own library is enough. */
export const pythonProgram = (asking: Asking): Snippet =>
  snippet({
    kind: 'python',
    title: 'Python',
    language: 'python',
    fileName: 'read_secrets.py',
    about: 'Inside a program, with the token in a file and Python’s own library.',
    lines: [
      'import json',
      'import urllib.parse',
      'import urllib.request',
      '',
      `HOST = ${JSON.stringify(asking.place.serverUrl)}`,
      '',
      `with open(${JSON.stringify(tokenFileOf(asking))}, encoding="ascii") as file:`,
      '    jwt = file.read().strip()',
      '',
      'form = urllib.parse.urlencode({',
      `    "grant_type": "${grant}",`,
      `    "client_id": ${JSON.stringify(accountOf(asking.place))},`,
      '    "subject_token": jwt,',
      `    "subject_token_type": "${tokenType}",`,
      '})',
      'with urllib.request.urlopen(HOST + "/oauth/token", form.encode(), timeout=10) as answer:',
      '    token = json.load(answer)["access_token"]',
      '',
      'query = urllib.parse.urlencode({"app_id": "APP_ID", "env": "ENVIRONMENT"})',
      'request = urllib.request.Request(f"{HOST}/service/public/v1/secrets/?{query}", headers={"Authorization": f"Bearer {token}"})',
      'with urllib.request.urlopen(request, timeout=10) as answer:',
      '    secrets = {one["key"]: one["value"] for one in json.load(answer)}',
      '',
      'print(", ".join(sorted(secrets)))',
    ],
    notes: ['It prints the names of the secrets alone; their values are in secrets.'],
  })

/** Node has everything since version 18. */
export const nodeProgram = (asking: Asking): Snippet =>
  snippet({
    kind: 'node',
    title: 'Node.js',
    language: 'javascript',
    fileName: 'read-secrets.mjs',
    about: 'Inside a program, with the token in a file and nothing to install.',
    lines: [
      "import { readFile } from 'node:fs/promises'",
      '',
      `const host = ${JSON.stringify(asking.place.serverUrl)}`,
      `const jwt = (await readFile(${JSON.stringify(tokenFileOf(asking))}, 'utf8')).trim()`,
      '',
      'const ask = async (url, init) => {',
      '  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })',
      '  if (!answer.ok) throw new Error(`$' + '{answer.status}: $' + '{await answer.text()}`)',
      '  return answer.json()',
      '}',
      '',
      "const { access_token: token } = await ask(host + '/oauth/token', {",
      "  method: 'POST',",
      '  body: new URLSearchParams({',
      `    grant_type: '${grant}',`,
      `    client_id: ${JSON.stringify(accountOf(asking.place))},`,
      '    subject_token: jwt,',
      `    subject_token_type: '${tokenType}',`,
      '  }),',
      '})',
      "const query = new URLSearchParams({ app_id: 'APP_ID', env: 'ENVIRONMENT' })",
      'const list = await ask(`$' +
        '{host}/service/public/v1/secrets/?$' +
        '{query}`, { headers: { authorization: `Bearer $' +
        '{token}` } })',
      'const secrets = Object.fromEntries(list.map(({ key, value }) => [key, value]))',
      '',
      "console.log(Object.keys(secrets).sort().join(', '))",
    ],
    notes: ['It prints the names of the secrets alone; their values are in secrets.'],
  })
