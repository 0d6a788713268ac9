{{ compile_patterns(fraud_patterns(), ref("int_customer_features")) }}
