/** Workflows of GitHub, read by the parser that GitHub has published for them. */
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

/** A step as GitHub sees it. */
export interface WorkflowStep {
  /** The condition without `${{ }}`; `success()` if none is written. */
  readonly condition: string;
  /** A command for the shell, or an action; never both. */
  readonly run?: string;
  readonly uses?: string;
  readonly isAllowedToFail: boolean;
}

export interface Workflow {
  /** What is wrong with it: keys, values, expressions. */
  readonly errors: readonly string[];
  /** The steps of all jobs, in order. */
  readonly steps: readonly WorkflowStep[];
}

export async function readWorkflow(name: string, text: string): Promise<Workflow> {
  const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  const errors = context.errors.getErrors().map(String);
  if (value === undefined) return { errors, steps: [] };
  const { jobs = [], errors: more = [] } = JSON.parse(JSON.stringify(await convertWorkflowTemplate(context, value)));
  const steps = jobs.flatMap(({ steps = [] }: { steps?: WrittenStep[] }) => steps).map(stepOf);
  return {
    errors: [...new Set([...errors, ...more.map(({ Message }: { Message: string }) => Message)])],
    steps,
  };
}

interface WrittenStep {
  readonly if?: { readonly expr?: string };
  readonly run?: string;
  readonly uses?: string;
  readonly 'continue-on-error'?: boolean;
}

function stepOf({ if: condition, run, uses, ...rest }: WrittenStep): WorkflowStep {
  return {
    condition: condition?.expr ?? 'success()',
    ...(run === undefined ? {} : { run }),
    ...(uses === undefined ? {} : { uses }),
    isAllowedToFail: rest['continue-on-error'] === true,
  };
}
