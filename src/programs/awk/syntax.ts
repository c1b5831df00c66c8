/** An expression of awk. */
export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'regex'; readonly source: string }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expression }
  | { readonly type: 'element'; readonly name: string; readonly subscripts: readonly Expression[] }
  | { readonly type: 'assign'; readonly operator: string; readonly target: Expression; readonly value: Expression }
  | { readonly type: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly prefix: boolean; readonly target: Expression }
  | { readonly type: 'in'; readonly subscripts: readonly Expression[]; readonly name: string }
  | { readonly type: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly type: 'getline'; readonly target?: Expression }
  | { readonly type: 'group'; readonly inner: Expression }

export interface Output {
  readonly to: '>' | '>>' | '|'
  readonly target: Expression
}

export type Statement =
  | { readonly type: 'expression'; readonly expression: Expression }
  | { readonly type: 'print'; readonly values: readonly Expression[]; readonly output?: Output }
  | { readonly type: 'printf'; readonly values: readonly Expression[]; readonly output?: Output }
  | { readonly type: 'if'; readonly test: Expression; readonly yes: Statement; readonly no?: Statement }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly type: 'do'; readonly test: Expression; readonly body: Statement }
  | { readonly type: 'for'; readonly first?: Statement; readonly test?: Expression; readonly next?: Statement; readonly body: Statement }
  | { readonly type: 'forIn'; readonly variable: string; readonly name: string; readonly body: Statement }
  | { readonly type: 'block'; readonly statements: readonly Statement[] }
  | { readonly type: 'delete'; readonly name: string; readonly subscripts?: readonly Expression[] }
  | { readonly type: 'jump'; readonly to: 'next' | 'break' | 'continue' }
  | { readonly type: 'exit' | 'return'; readonly value?: Expression }

export interface Rule {
  readonly pattern: 'BEGIN' | 'END' | readonly Expression[]
  /** Absent: print the record. */
  readonly action?: Statement
}

export interface Script {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly body: Statement }>
}
