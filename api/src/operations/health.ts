import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum HealthStatus {
  UP = 'UP',
  DOWN = 'DOWN',
  /** Not part of this installation. */
  OFF = 'OFF',
}
registerEnumType(HealthStatus, { name: 'HealthStatus' });

@ObjectType()
export class HealthCheck {
  @Field(() => ID)
  name!: string;

  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => String, { nullable: true })
  detail!: string | null;

  @Field(() => Int, { nullable: true, description: 'Milliseconds.' })
  latency!: number | null;
}

@ObjectType()
export class Health {
  @Field(() => HealthStatus)
  status!: HealthStatus;

  @Field(() => ID)
  processId!: string;

  @Field(() => String)
  version!: string;

  @Field(() => Date)
  startedAt!: Date;

  @Field(() => [HealthCheck])
  checks!: HealthCheck[];
}
