/** A variable; `array` is sparse, `map` is an associative array. A value of undefined: declared but unset. */
export interface Variable {
  readonly value?: string
  readonly array?: string[]
  readonly map?: Map<string, string>
  readonly exported?: boolean
  readonly readonly?: boolean
  readonly integer?: boolean
  readonly reference?: boolean
  readonly upper?: boolean
  readonly lower?: boolean
}

export type Attributes = Pick<Variable, 'exported' | 'readonly' | 'integer' | 'reference' | 'upper' | 'lower'>

/** The variables of a shell: globals at the bottom, one more scope per running function. */
export class Variables {
  #scopes: Map<string, Variable>[] = [new Map()]

  fork(): Variables {
    const copy = new Variables()
    copy.#scopes = this.#scopes.map((scope) => new Map([...scope].map(([name, variable]) => [name, copied(variable)])))
    return copy
  }

  get depth(): number {
    return this.#scopes.length
  }

  enter(): void {
    this.#scopes.push(new Map())
  }

  leave(): void {
    this.#scopes.pop()
  }

  get(name: string): Variable | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const variable = this.#scopes[i]!.get(name)
      if (variable) return variable
    }
    return undefined
  }

  /** Replaces the variable where it is found, else makes it global. */
  set(name: string, variable: Variable): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      if (this.#scopes[i]!.has(name) || i === 0) {
        this.#scopes[i]!.set(name, variable)
        return
      }
    }
  }

  setLocal(name: string, variable: Variable): void {
    this.#scopes.at(-1)!.set(name, variable)
  }

  setGlobal(name: string, variable: Variable): void {
    this.#scopes[0]!.set(name, variable)
  }

  isLocal(name: string): boolean {
    return this.#scopes.at(-1)!.has(name)
  }

  locals(): readonly string[] {
    return [...this.#scopes.at(-1)!.keys()].sort()
  }

  /** Unsets where it is found; in the function's own scope it stays declared, so that the global does not show through. */
  delete(name: string): void {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      if (!this.#scopes[i]!.has(name)) continue
      if (i > 0 && i === this.#scopes.length - 1) this.#scopes[i]!.set(name, {})
      else this.#scopes[i]!.delete(name)
      return
    }
  }

  /** Removes a temporary assignment from the innermost scope altogether. */
  forget(name: string): void {
    this.#scopes.at(-1)!.delete(name)
  }

  names(): string[] {
    return [...new Set(this.#scopes.flatMap((scope) => [...scope.keys()]))].sort((a, b) => (a < b ? -1 : 1))
  }

  exported(): Map<string, string> {
    const environment = new Map<string, string>()
    for (const scope of this.#scopes) {
      for (const [name, variable] of scope) {
        if (!variable.exported || scalar(variable) === undefined) environment.delete(name)
        else environment.set(name, scalar(variable)!)
      }
    }
    return environment
  }
}

const copied = (variable: Variable): Variable =>
  variable.array ? { ...variable, array: variable.array.slice() } : variable.map ? { ...variable, map: new Map(variable.map) } : variable

/** What `$x` means: of an array its element 0. */
export const scalar = (variable: Variable | undefined): string | undefined =>
  variable?.array ? variable.array[0] : variable?.map ? variable.map.get('0') : variable?.value

/** The elements that are set, in order. */
export const elements = (variable: Variable | undefined): string[] =>
  variable?.array
    ? variable.array.filter(() => true)
    : variable?.map
      ? [...variable.map.values()]
      : variable?.value === undefined
        ? []
        : [variable.value]

export const keys = (variable: Variable | undefined): string[] =>
  variable?.array ? Object.keys(variable.array) : variable?.map ? [...variable.map.keys()] : variable?.value === undefined ? [] : ['0']

export const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
