# fails: rolled-out
# The rollout is paused, and nothing moves.
kubectl rollout pause deployments/kubernetes-bootcamp
kubectl set image deployments/kubernetes-bootcamp kubernetes-bootcamp=jocatalin/kubernetes-bootcamp:v2
