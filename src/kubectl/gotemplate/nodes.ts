/** An operand of a command: what stands between blanks inside an action. */
export type Operand =
  | { readonly type: 'dot' }
  | { readonly type: 'nil' }
  | { readonly type: 'constant'; readonly value: string | number | bigint | boolean }
  | { readonly type: 'field'; readonly names: readonly string[] }
  | { readonly type: 'variable'; readonly name: string; readonly names: readonly string[] }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'group'; readonly pipeline: Pipeline; readonly names: readonly string[] }

export interface Command {
  readonly operands: readonly Operand[]
  readonly source: string
  readonly position: number
}

export interface Pipeline {
  readonly variables: readonly string[]
  readonly declares: boolean
  readonly commands: readonly Command[]
}

export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline }
  | {
      readonly type: 'if' | 'with' | 'range'
      readonly pipeline: Pipeline
      readonly body: readonly TemplateNode[]
      readonly otherwise: readonly TemplateNode[]
    }
  | { readonly type: 'template'; readonly name: string; readonly pipeline?: Pipeline }
  | { readonly type: 'break' | 'continue' }

export interface Template {
  readonly source: string
  readonly nodes: readonly TemplateNode[]
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>
}
