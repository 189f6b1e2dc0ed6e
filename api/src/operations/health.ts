import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum HealthStatus {
  UP = 'UP',
  DOWN = 'DOWN',
  OFF = 'OFF',
}
registerEnumType(HealthStatus, {
  name: 'HealthStatus',
  description: 'How something is.',
  valuesConfig: {
    UP: { description: 'Works.' },
    DOWN: { description: 'Does not work; what is wrong stands beside it.' },
    OFF: { description: 'Not part of this installation.' },
  },
});

@ObjectType({ description: 'How one part is.' })
export class HealthCheck {
  @Field(() => ID, { description: 'Which part.' })
  name!: string;

  @Field(() => HealthStatus, { description: 'OFF: not part of this installation.' })
  status!: HealthStatus;

  @Field(() => String, { nullable: true, description: 'What is wrong, for staff.' })
  detail!: string | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds.' })
  latency!: number | null;
}

@ObjectType({ description: 'Whether the product works, part by part.' })
export class Health {
  @Field(() => HealthStatus, { description: 'DOWN when anything that requests need is.' })
  status!: HealthStatus;

  @Field(() => ID, { description: 'Changes with every start.' })
  processId!: string;

  @Field(() => String, { description: 'Of the product.' })
  version!: string;

  @Field(() => Date, { description: 'Of this process.' })
  startedAt!: Date;

  @Field(() => [HealthCheck], { description: 'One for each part.' })
  checks!: HealthCheck[];
}
