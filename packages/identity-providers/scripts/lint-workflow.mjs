import { readFileSync } from 'node:fs'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'

// What GitHub itself finds wrong with each of a list of workflows: JSON in, JSON out. Run with tsx, because the parser imports JSON as
// only bundlers do.
const workflows = JSON.parse(readFileSync(0, 'utf8'))
const problems = []
for (const content of workflows) {
  const { context, value } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter())
  if (value) await convertWorkflowTemplate(context, value)
  problems.push(context.errors.getErrors().map(({ message }) => message))
}
console.log(JSON.stringify(problems))
