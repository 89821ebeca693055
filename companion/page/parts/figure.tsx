/** A number with its name and unit. */
import type { ComponentChildren } from 'preact';

export interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  /** Over the whole row; or of two numbers, which have to fit beside each other. */
  readonly look?: 'wide' | 'pair';
  /** For tests and scripts: what it is. */
  readonly id?: string;
}

export function Figure({ name, value, unit, look, id }: FigureProps) {
  return (
    <div class={look ? `figure ${look}` : 'figure'} data-figure={id}>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b>
        {unit && <small> {unit}</small>}
      </dd>
    </div>
  );
}

export function Figures({ children, big }: { children: ComponentChildren; big?: boolean }) {
  return <dl class={big ? 'figures big' : 'figures'}>{children}</dl>;
}
